"""What the window remembers from one start to the next; its looks, and single words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QWidget

from ui.views.record_table import RecordTable


class WindowMemory:
    """Geometry, splitters, columns with their order and sorting, and single words."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def keep(
        self, window: QWidget, splits: Mapping[str, QSplitter], tables: Sequence[RecordTable]
    ) -> None:
        self._settings.setValue("geometry", window.saveGeometry())
        for name, split in splits.items():
            self._settings.setValue(f"splitters/{name}", split.saveState())
        for table in tables:
            table.save_columns(self._settings)

    def restore(
        self, window: QWidget, splits: Mapping[str, QSplitter], tables: Sequence[RecordTable]
    ) -> None:
        geometry = self._settings.value("geometry")
        if not isinstance(geometry, QByteArray) or not window.restoreGeometry(geometry):
            window.resize(1280, 720)
        for name, split in splits.items():
            state = self._settings.value(f"splitters/{name}")
            if isinstance(state, QByteArray):
                split.restoreState(state)
        for table in tables:
            table.restore_columns(self._settings)

    def word(self, name: str, default: str) -> str:
        value = self._settings.value(name, default)
        return value if isinstance(value, str) else default

    def set_word(self, name: str, value: str) -> None:
        self._settings.setValue(name, value)
