"""The line at the bottom: the run in progress, and how the PMs are."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from app.model.snapshot import Run
from app.model.state import SystemState
from app.rules.preferences import snapshots_disabled
from ui import format as formats
from ui.facts import label
from ui.icons import Icon, icon, pixmap
from ui.models import run_words
from ui.text import tip
from ui.views.link_mark import LinkMark


class StatusLine(QWidget):
    """`cancel_wanted` with the run shown."""

    cancel_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state: SystemState | None = None
        self._seen: datetime | None = None
        self._run: Run | None = None
        self._picture = label(parent=self)
        self._words = label(parent=self)
        self._words.setMinimumWidth(1)
        self.cancel_button = QToolButton(self)
        self.cancel_button.setAutoRaise(True)
        self.cancel_button.setIconSize(QSize(14, 14))
        self.cancel_button.clicked.connect(self._cancel)
        self._disabled_picture = label(parent=self)
        self._disabled = label(parent=self)
        self._machines = (LinkMark(self), LinkMark(self))
        self._clock = label("", "muted", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 16, 3)
        row.setSpacing(6)
        row.addWidget(self._picture)
        row.addWidget(self._words)
        row.addWidget(self.cancel_button)
        row.addStretch(1)
        row.addWidget(self._disabled_picture)
        row.addWidget(self._disabled)
        row.addSpacing(8)
        for mark in self._machines:
            for part in mark.parts:
                row.addWidget(part)
            row.addSpacing(8)
        row.addWidget(self._clock)
        self._write()

    def show_state(self, state: SystemState) -> None:
        self._state = state
        self._seen = datetime.now(UTC)
        self._write()

    def words(self) -> str:
        """What it says of the runs."""
        return self._words.text()

    def machine_words(self) -> str:
        """What it says of the PMs and of the links to them."""
        return " ".join(mark.words() for mark in self._machines)

    def _write(self) -> None:
        state = self._state
        active = [run for run in state.runs if not run.ended] if state else []
        self._run = active[0] if active else None
        if state is None:
            self._words.setText("")
        elif self._run is None:
            self._words.setText(self.tr("Nothing in progress"))
        elif len(active) == 1:
            self._words.setText(run_words.line(self._run, state.machines))
        else:
            more = self.tr("{run}   and {count} more").format(
                run=run_words.line(self._run, state.machines),
                count=formats.number(len(active) - 1),
            )
            self._words.setText(more)
        self._words.setToolTip(tip(self._words.text()))
        self.cancel_button.setVisible(self._run is not None)
        self.cancel_button.setAccessibleName(self.tr("Cancel the run shown"))
        self.cancel_button.setToolTip(tip(self.tr("Cancel this run; nothing is left behind")))
        self._picture.setVisible(self._run is not None)
        self._write_disabled(state)
        if state is not None:
            for mark, machine in zip(self._machines, state.machines, strict=True):
                mark.show_machine(machine)
        self.write_age()
        self._draw()

    def write_age(self) -> None:
        """When this was read; as time passes, also how long ago that was, if it is not of now."""
        old = self._state.as_of if self._state is not None else None
        if old is not None:
            self._clock.setText(formats.as_of(old))
        else:
            self._clock.setText(formats.clock(self._seen) if self._seen else "")
        self._clock.setToolTip(tip(self.tr("When this was last read from the PMs")))

    def _write_disabled(self, state: SystemState | None) -> None:
        """A state that somebody wished for, and that everybody should see on every page."""
        flag = snapshots_disabled(state) if state else None
        for part in (self._disabled_picture, self._disabled):
            part.setVisible(flag is not None)
        if flag is not None:
            self._disabled.setText(self.tr("Snapshots disabled"))
            told = self.tr(
                "By {name}, since {time}. System > Enable Snapshots turns them on again."
            )
            words = told.format(name=flag.by, time=formats.moment(flag.since))
            self._disabled.setToolTip(tip(words))
            self._disabled.setAccessibleDescription(words)

    def disabled_words(self) -> str:
        """What it says of snapshots being disabled; "" if they are not."""
        return "" if self._disabled.isHidden() else self._disabled.text()

    def _draw(self) -> None:
        self._disabled_picture.setPixmap(pixmap(Icon.SNAPSHOTS_OFF, 16))
        self._picture.setPixmap(pixmap(Icon.SNAPSHOT_PROGRESS, 16))
        self.cancel_button.setIcon(icon(Icon.CANCEL))

    @Slot()
    def _cancel(self) -> None:
        if self._run is not None:
            self.cancel_wanted.emit(self._run)

    # Overrides of QWidget

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._write()
