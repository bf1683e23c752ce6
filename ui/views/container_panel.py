"""The lower half of the Volume Containers page: one container on both PMs, part by part."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.model.problems import Problem
from app.model.state import SystemState
from app.model.volume import Container
from app.rules.container_rules import PlacedContainer, VolumeContainer, may_expand
from app.rules.verdict import Forbidden
from app.sentences import outlook_sentence
from ui import format as formats
from ui.container_parts import PartsBar, PartsLegend, parts_of
from ui.facts import Facts, label
from ui.icons import BUTTON_ICON, Icon, button_icon, pixmap
from ui.text import hindrance, shown, tip


class ContainerPanel(QWidget):
    """`expand_wanted` with the VolumeContainer shown."""

    expand_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._one: VolumeContainer | None = None
        self._name = label("", "heading", self)
        self.expand_button = QPushButton(self)
        self.expand_button.setIconSize(BUTTON_ICON)
        self.expand_button.clicked.connect(self._want)
        self._why_picture = label(parent=self)
        self.why = label("", "", self)
        self.why.setWordWrap(True)
        self._bars = [
            (label(parent=self), PartsBar(self), label(parent=self), label("", "muted", self))
            for _ in range(2)
        ]
        self._legend = PartsLegend(self)
        self._legend.setContentsMargins(12, 2, 12, 0)
        self._facts = Facts(self)
        self._lay_out()
        self._retranslate()

    def show_container(self, state: SystemState | None, one: VolumeContainer | None) -> None:
        self._state, self._one = state, one
        self._write()

    def refresh(self) -> None:
        self._write()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._name)
        head.addStretch(1)
        head.addWidget(self.expand_button)
        reason = QHBoxLayout()
        reason.setSpacing(8)
        reason.addWidget(self._why_picture, 0, Qt.AlignmentFlag.AlignTop)
        reason.addWidget(self.why, 1)
        grid = QGridLayout()
        grid.setContentsMargins(12, 4, 12, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for row, (pm, bar, full, figures) in enumerate(self._bars):
            grid.addWidget(pm, 2 * row, 0)
            grid.addWidget(bar, 2 * row, 1)
            grid.addWidget(full, 2 * row, 2)
            grid.addWidget(figures, 2 * row + 1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 10, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(reason)
        column.addLayout(grid)
        column.addWidget(self._legend)
        column.addWidget(self._facts, 1)

    def _write(self) -> None:
        state, one = self._state, self._one
        places = one.places if one else ()
        for at, bar in enumerate(self._bars):
            self._write_bar(bar, places[at] if at < len(places) else None, one)
        self._legend.setVisible(bool(places))
        if state is None or one is None:
            self._name.setText(self.tr("No container is selected"))
            self._facts.show_facts([])
            self._allow((), self.tr("Select a container to expand it."))
            return
        self._name.setText(
            self.tr("{target} of {vm}").format(target=one.volume.target, vm=one.vm.name)
        )
        if not places:
            self._allow((), self.tr("It is made with the first snapshot of the volume."))
        else:
            verdict = may_expand(state, one.vm, one.volume.target, one.capacity)
            self._allow(verdict.problems if isinstance(verdict, Forbidden) else (), "")
        self._facts.show_facts(self._facts_of(one))

    def _write_bar(
        self,
        bar: tuple[QLabel, PartsBar, QLabel, QLabel],
        place: PlacedContainer | None,
        one: VolumeContainer | None,
    ) -> None:
        for part in bar:
            part.setVisible(place is not None)
        if place is None or one is None:
            return
        pm, drawn, full, figures = bar
        words = self._figures(place.container)
        pm.setText(place.machine.name)
        share = formats.percent(place.container.share)
        full.setText(
            self.tr("{share} of {capacity}").format(
                share=share, capacity=formats.size(place.container.capacity)
            )
        )
        figures.setText(words)
        drawn.show_parts(
            parts_of(place.container, one.level),
            self.tr("Container of {target} on {pm}: {figures}").format(
                target=one.volume.target, pm=place.machine.name, figures=words
            ),
        )
        drawn.setToolTip(tip(drawn.accessibleName()))

    def _figures(self, container: Container) -> str:
        figures = [
            self.tr("volume {size}").format(size=formats.size(container.volume_size)),
            self.tr("snapshots {size}").format(size=formats.size(container.snapshots_size)),
        ]
        if container.reserved:
            reserved = formats.size(container.reserved)
            figures.append(self.tr("reserved by a run {size}").format(size=reserved))
        figures.append(self.tr("free {size}").format(size=formats.size(container.free)))
        return self.tr(", ", "between two figures").join(figures)

    def _facts_of(self, one: VolumeContainer) -> list[tuple[str, str]]:
        facts = []
        if not one.places:
            planned = formats.DASH
            if one.planned is not None:
                planned = self.tr("{size}, made with the first snapshot of the volume").format(
                    size=formats.size(one.planned)
                )
            facts.append((self.tr("Capacity"), planned))
        else:
            facts.append((self.tr("Further snapshots"), shown(outlook_sentence(one.outlook))))
        level = self.tr("{level} of the capacity (System > Preferences)").format(
            level=formats.percent(one.level / 100)
        )
        facts.append((self.tr("Warning level"), level))
        return facts

    def _allow(self, problems: tuple[Problem, ...], why: str) -> None:
        if problems:
            why = hindrance(problems)
        self.expand_button.setEnabled(not why)
        told = why or self.tr("Make this container larger on both PMs")
        self.expand_button.setToolTip(tip(told))
        self.expand_button.setAccessibleDescription(why)
        self.why.setText(why)
        for part in (self.why, self._why_picture):
            part.setVisible(bool(problems))

    @Slot()
    def _want(self) -> None:
        if self._one is not None:
            self.expand_wanted.emit(self._one)

    def _retranslate(self) -> None:
        self.expand_button.setText(self.tr("Expand…"))
        self.expand_button.setAccessibleName(self.tr("Expand"))
        self._draw()
        self._write()

    def _draw(self) -> None:
        self.expand_button.setIcon(button_icon(Icon.EXPAND))
        self._why_picture.setPixmap(pixmap(Icon.INFO, 16))

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._draw()
