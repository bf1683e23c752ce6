"""The dialog that deletes snapshots: which go, what is merged, what that frees and needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.errors import Refused
from app.model.problems import NoSuchSnapshot, Problem
from app.model.snapshot import DeletionForecast, Snapshot
from app.model.state import SystemState
from app.rules.deletion_rules import heirs, may_delete
from app.rules.verdict import Forbidden
from ui import format as formats
from ui.dialogs.form import Form, FormDialog
from ui.facts import Facts, label
from ui.icons import Icon
from ui.text import explain_error

_LINES = 14


class DeleteDialog(FormDialog):
    """Opens at once and fills in as the PMs answer. `forecast_wanted` with the ids; answer with
    show_forecast() or show_no_forecast(). `requested` with the ids, as it closes."""

    forecast_wanted = Signal(object)
    requested = Signal(object)

    def __init__(
        self, state: SystemState, snapshots: Sequence[Snapshot], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._chosen = tuple(sorted(snapshots, key=lambda one: one.created, reverse=True))
        self._forecast: tuple[DeletionForecast, ...] | None = None
        self._no_forecast: Exception | None = None
        self.setWindowTitle(self._title())
        self.facts = Facts(self)
        self.facts.setProperty("role", "framed")
        self._form = Form(self, self.tr("Delete"), self.tr("Cancel"), Icon.DELETE)
        self.delete_button = self._form.action_button
        self.problem_words = self._form.problem_line.words
        note = label(
            self.tr(
                "The VM's own disks are not touched, and every other snapshot stays usable. A"
                " deleted snapshot cannot be brought back."
            ),
            "",
            self,
        )
        note.setWordWrap(True)
        self._form.lay_out(self.facts, note)
        self.delete_button.clicked.connect(self._delete)
        self._write()
        self._form.cancel_button.setFocus()

    def start(self) -> None:
        """Asks what deleting would need and free."""
        self.forecast_wanted.emit(self.request())

    def request(self) -> tuple[str, ...]:
        return tuple(snapshot.id for snapshot in self._chosen)

    def show_forecast(self, forecast: tuple[DeletionForecast, ...]) -> None:
        self._forecast, self._no_forecast = forecast, None
        self._write()

    def show_no_forecast(self, error: Exception) -> None:
        """Unless it was refused, deleting may still be tried."""
        self._forecast, self._no_forecast = None, error
        self._write()

    def show_state(self, state: SystemState) -> None:
        """What was seen of the system since the dialog opened."""
        self._state = state
        known = {snapshot.id: snapshot for snapshot in state.snapshots}
        left = tuple(known[one.id] for one in self._chosen if one.id in known)
        self._chosen = left or self._chosen
        self._write()

    def problems(self) -> tuple[Problem, ...]:
        known = {snapshot.id for snapshot in self._state.snapshots}
        found: list[Problem] = [
            NoSuchSnapshot(one.id) for one in self._chosen if one.id not in known
        ]
        verdict = may_delete(self._state, self._chosen)
        if isinstance(verdict, Forbidden):
            found += verdict.problems
        for each in self._forecast or ():
            found += each.problems
        if isinstance(self._no_forecast, Refused):
            found += self._no_forecast.problems
        return tuple(dict.fromkeys(found))

    def _title(self) -> str:
        if len(self._chosen) == 1:
            return self.tr("Delete Snapshot: {name}").format(name=self._chosen[0].name)
        count = formats.number(len(self._chosen))
        return self.tr("Delete {count} Snapshots").format(count=count)

    @Slot()
    def _write(self) -> None:
        known = ""
        if self._no_forecast is not None:
            known = self.tr("What it frees could not be estimated. {cause}").format(
                cause=explain_error(self._no_forecast).cause
            )
        self.facts.show_facts(self._facts())
        self.facts.fit(_LINES)
        self._form.show_problems(self.problems(), known=known)

    def _facts(self) -> list[tuple[str, str]]:
        merged = heirs(self._state, self._chosen)
        facts = [
            (self.tr("Deleted on both PMs"), self._listed(self._chosen)),
            (
                self.tr("Merged into"),
                self._listed(merged)
                if merged
                else self.tr("Nothing builds on what goes: nothing is merged."),
            ),
            (self.tr("Freed on each PM"), self._figures(lambda one: self._about(one.frees))),
            (
                self.tr("Needed meanwhile on each PM"),
                self._figures(
                    lambda one: self._about(one.needs) if one.needs else self.tr("nothing")
                ),
            ),
        ]
        held = [self._name(one.vm) for one in self._forecast or () if one.holds_vm]
        if held:
            names = self.tr(", ", "between two names").join(held)
            words = self.tr("No snapshot of {vms} can be taken until it is done.")
            facts.append((self.tr("Meanwhile"), words.format(vms=names)))
        return facts

    def _listed(self, snapshots: Sequence[Snapshot]) -> str:
        """One a line; with the VM where there are several."""
        several = len({one.vm for one in self._chosen}) > 1
        words = self.tr("{name} of {time}")
        if several:
            words = self.tr("{name} of {time} ({vm})")
        return "\n".join(
            words.format(name=one.name, time=formats.exact_moment(one.created), vm=one.vm_name)
            for one in snapshots
        )

    def _figures(self, say: Callable[[DeletionForecast], str]) -> str:
        if self._forecast is None:
            return formats.DASH if self._no_forecast is not None else self.tr("estimating …")
        if len(self._forecast) == 1:
            return say(self._forecast[0])
        return "\n".join(
            self.tr("{vm}: {size}").format(vm=self._name(one.vm), size=say(one))
            for one in self._forecast
        )

    def _about(self, size: int) -> str:
        return self.tr("≈ {size}").format(size=formats.size(size))

    def _name(self, vm: str) -> str:
        return next((one.vm_name for one in self._chosen if one.vm == vm), vm)

    @Slot()
    def _delete(self) -> None:
        if not self.problems():
            wanted = self.request()
            self.accept()
            self.requested.emit(wanted)
