"""The lower half of the Snapshots page: everything known of the selected snapshots, and what can
be done with them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.model.machine import Side
from app.model.snapshot import Snapshot, SnapshotVolume
from app.model.state import SystemState
from app.rules.snapshot_family import children
from app.sentences import copy_state_text, method_text, step_text
from ui import format as formats
from ui.facts import Facts, label
from ui.icons import BUTTON_ICON, Icon, button_icon
from ui.text import capitalized, consistency_words, explain, shown
from ui.views.snapshot_actions import ICONS, SnapshotAction, SnapshotActions


class SnapshotDetails(QWidget):
    """Buttons for the actions that are offered, and facts to read and copy."""

    def __init__(self, actions: SnapshotActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._chosen: tuple[Snapshot, ...] = ()
        self._actions = actions
        self._name = label("", "heading", self)
        self._name.setWordWrap(True)
        self.copy_button = QPushButton(self)
        self.copy_button.setIconSize(BUTTON_ICON)
        self.copy_button.clicked.connect(self._copy)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self._name, 1)
        self._row.addWidget(self.copy_button)
        self._buttons: dict[QAction, QPushButton] = {}
        self._facts = Facts(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._row)
        column.addWidget(self._facts, 1)
        actions.offered.connect(self._offer)
        self._retranslate()

    def show_chosen(self, state: SystemState | None, chosen: Sequence[Snapshot]) -> None:
        self._state, self._chosen = state, tuple(chosen)
        self._write()

    def facts(self) -> list[tuple[str, str]]:
        """Names and values, as they are shown and copied."""
        if self._state is None or not self._chosen:
            return []
        if len(self._chosen) > 1:
            return self._together(self._chosen)
        return self._facts_of(self._chosen[0], self._state)

    def button(self, action: QAction) -> QPushButton:
        return self._buttons[action]

    @Slot()
    def _offer(self) -> None:
        for button in self._buttons.values():
            self._row.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for at, action in enumerate(self._actions.all()):
            button = QPushButton(self)
            button.setIconSize(BUTTON_ICON)
            button.clicked.connect(action.trigger)
            action.changed.connect(self._write_buttons)
            self._row.insertWidget(1 + at, button)
            self._buttons[action] = button
        self._write_buttons()

    @Slot()
    def _write_buttons(self) -> None:
        for which in SnapshotAction:
            action = self._actions.action(which)
            button = self._buttons.get(action)
            if button is None:
                continue
            button.setText(_without_key(action.text()))
            button.setIcon(button_icon(ICONS[which]))
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())
            button.setAccessibleName(button.text())
            button.setAccessibleDescription(self._actions.reason(which))

    def _write(self) -> None:
        chosen = self._chosen
        if not chosen:
            self._name.setText(self.tr("No snapshot is selected"))
        elif len(chosen) == 1:
            self._name.setText(chosen[0].name)
        else:
            count = formats.number(len(chosen))
            self._name.setText(self.tr("{count} snapshots are selected").format(count=count))
        self.copy_button.setEnabled(bool(chosen))
        self._facts.show_facts(self.facts())

    def _together(self, chosen: Sequence[Snapshot]) -> list[tuple[str, str]]:
        vms = sorted({one.vm_name for one in chosen})
        return [
            (self.tr("VMs"), self.tr(", ", "between two names").join(vms)),
            (self.tr("Size together"), formats.size(sum(one.size for one in chosen))),
            (
                self.tr("Snapshots"),
                "\n".join(
                    self.tr("{name} of {time}").format(
                        name=one.name, time=formats.moment(one.created)
                    )
                    for one in sorted(chosen, key=lambda one: one.created, reverse=True)
                ),
            ),
        ]

    def _facts_of(self, snapshot: Snapshot, state: SystemState) -> list[tuple[str, str]]:
        facts: list[tuple[str, str]] = []
        for problem in snapshot.problems:
            told = explain(problem)
            facts += [(self.tr("Problem"), told.cause), (self.tr("What to do"), told.remedy)]
        facts += [
            (self.tr("VM"), snapshot.vm_name),
            (self.tr("Description"), snapshot.description),
            (self.tr("Created"), self._created(snapshot)),
        ]
        if snapshot.consistency is not None and snapshot.reason is not None:
            words = consistency_words(snapshot.consistency, snapshot.reason)
            facts.append((self.tr("Consistency"), words))
        if snapshot.frozen_ms is not None:
            words = self.tr("{count} ms").format(count=formats.number(round(snapshot.frozen_ms)))
            facts.append((self.tr("Guest frozen for"), words))
        for side in Side:
            copy = shown(copy_state_text(snapshot.copies[side]))
            facts.append((self.tr("On {pm}").format(pm=state.machine(side).name), copy))
        facts += [
            (self.tr("Volumes"), "\n".join(self._volume(one) for one in snapshot.volumes)),
            (self.tr("Follows"), self._parent(snapshot, state)),
            (self.tr("Followed by"), self._children(snapshot, state)),
            (self.tr("Steps"), self._steps(snapshot)),
            (self.tr("Identity"), snapshot.id),
        ]
        return [(name, value or formats.DASH) for name, value in facts]

    def _created(self, snapshot: Snapshot) -> str:
        when = formats.exact_moment(snapshot.created)
        if not snapshot.created_by or not snapshot.primary_name:
            return when
        return self.tr("{time}, by {name}, from {pm}").format(
            time=when, name=snapshot.created_by, pm=snapshot.primary_name
        )

    def _volume(self, volume: SnapshotVolume) -> str:
        lines = [
            self.tr("{target}: {size} of {capacity} ({method})").format(
                target=volume.target,
                size=formats.size(volume.size),
                capacity=formats.size(volume.capacity),
                method=shown(method_text(volume.method)),
            )
        ]
        if volume.source:
            lines.append(self.tr("    from {source}").format(source=volume.source))
        lines.append(self.tr("    SHA-256 {hash}").format(hash=volume.sha256))
        return "\n".join(lines)

    def _parent(self, snapshot: Snapshot, state: SystemState) -> str:
        if snapshot.parent is None:
            return self.tr("nothing: the first of its VM") if snapshot.volumes else ""
        found = next((one for one in state.snapshots if one.id == snapshot.parent), None)
        return snapshot.parent if found is None else self._of(found)

    def _children(self, snapshot: Snapshot, state: SystemState) -> str:
        return "\n".join(self._of(one) for one in children(snapshot, state.snapshots))

    def _of(self, snapshot: Snapshot) -> str:
        return self.tr("{name} of {time}").format(
            name=snapshot.name, time=formats.moment(snapshot.created)
        )

    def _steps(self, snapshot: Snapshot) -> str:
        return self.tr(", ", "between two steps").join(
            self.tr("{step} {seconds} s").format(
                step=capitalized(step_text(step)), seconds=f"{seconds:.1f}"
            )
            for step, seconds in snapshot.steps
        )

    @Slot()
    def _copy(self) -> None:
        lines = [f"{name}: {value}" for name, value in self.facts()]
        QGuiApplication.clipboard().setText("\n".join([self._name.text(), *lines]))

    def _retranslate(self) -> None:
        self.copy_button.setText(self.tr("Copy Details"))
        self.copy_button.setAccessibleName(self.tr("Copy Details"))
        self._actions.retranslate()
        self._draw()
        self._write()
        self._write_buttons()

    def _draw(self) -> None:
        self.copy_button.setIcon(button_icon(Icon.COPY))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._actions.retranslate()  # icons too
            self._draw()


def _without_key(text: str) -> str:
    """A menu's words without the mark of its key: "&Export…", or "エクスポート(&E)…"."""
    return re.sub(r"\(&.\)|&", "", text)
