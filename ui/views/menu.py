"""A context menu: it tells why an action is off, and ends when it closes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget


def menu_of(parent: QWidget, groups: Sequence[Sequence[QAction]]) -> QMenu:
    """The groups in their order, a line between them."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for group in groups:
        menu.addActions(group)
        menu.addSeparator()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu
