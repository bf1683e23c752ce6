"""Pictures of what adds, changes and removes a system, for tests/ui/screenshots.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from app.model.keys import Trust
from app.model.machine import MachineAddress, MachineState, Side, System
from app.model.problems import (
    ClocksApart,
    LoginRefused,
    MachineUnreachable,
    Problem,
    ToolMissing,
)
from app.operations.events import CheckLine
from app.operations.try_logins import Logins
from tests.ui import sample
from tests.ui.fake_pairs import GOOD, KEY, offered
from ui.dialogs.add_system_wizard import AddSystemWizard
from ui.dialogs.remove_system_dialog import RemoveSystemDialog
from ui.main_window import MainWindow

SYSTEM = System("office", (MachineAddress("pm1", "root"), MachineAddress("pm2", "root")))


def filled(window: QWidget, known: System | None = None) -> AddSystemWizard:
    """With the addresses entered."""
    made = AddSystemWizard(["lab"], known, window)
    if known is None:
        made.addresses.name_box.setText(SYSTEM.name)
        for box, address in zip(made.addresses.host_boxes, SYSTEM.machines, strict=True):
            box.setText(address.host)
    made.open()
    return made


def first_run_scenes(window: MainWindow) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    refused = tuple(LoginRefused(f"pm{n}", "root", "id_ed25519: not accepted") for n in (1, 2))

    def empty() -> QWidget:
        made = AddSystemWizard(["lab"], None, window)
        made.open()
        made.next_button.click()
        return made

    def host_keys(*keys: object) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = filled(window)
            made.show_host_keys(keys)  # type: ignore[arg-type]
            return made

        return show

    def login(*problems: LoginRefused | None, own: bool) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = filled(window)
            made.show_logins(Logins((problems[0], problems[1]), (KEY,) if own else ()))
            return made

        return show

    def checks(good: bool) -> Callable[[], QWidget]:
        def show() -> QWidget:
            made = filled(window)
            made.show_logins(Logins((None, None)))
            bad: dict[tuple[str, str], Problem] = {
                ("pm2", "rsync"): ToolMissing("pm2", "rsync", "3.1.3"),
                ("pm1, pm2", "clocks"): ClocksApart("pm1", "pm2", 74),
            }
            lines = GOOD if good else [
                replace(line, problem=bad.get((line.pm, line.subject))) for line in GOOD
            ]  # fmt: skip
            for line in lines:
                made.reported(line)
            made.show_checked(tuple(line.problem for line in lines if line.problem is not None))
            return made

        return show

    def set_up() -> QWidget:
        made = filled(window)
        made.show_logins(Logins((None, None)))
        made.show_checked(())
        made.next_button.click()
        for line in (
            CheckLine("setup", "pm1"),
            CheckLine("setup", "pm2"),
            CheckLine("link", "pm1"),
        ):
            made.reported(line)
        return made

    def remove() -> QWidget:
        made = RemoveSystemDialog(sample.state(), window)
        made.open()
        return made

    def away() -> QWidget:
        seen = sample.state(failed=False, busy=False)
        lost = replace(
            seen.machines[0],
            state=MachineState.UNREACHABLE,
            problem=MachineUnreachable("pm1", "no route to host"),
        )
        vms = tuple(replace(vm, stale=vm.primary is Side.FIRST) for vm in seen.vms)
        window.show_state(replace(seen, machines=(lost, seen.machines[1]), vms=vms))
        return window

    def page(name: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            away()
            window.tree.pick(("lab", name))
            return window

        return show

    def back() -> QWidget:
        window.show_state(sample.state())
        return window

    yield "wizard-addresses", empty
    yield "wizard-edit", lambda: filled(window, replace(SYSTEM, identity="~/.ssh/id_office"))
    yield "wizard-keys", host_keys(offered(Side.FIRST), offered(Side.SECOND))
    yield (
        "wizard-keys-bad",
        host_keys(offered(Side.FIRST, Trust.CHANGED), MachineUnreachable("pm2", "timed out")),
    )
    yield "wizard-login", login(*refused, own=False)
    yield "wizard-login-one", login(None, refused[1], own=True)
    yield "wizard-checks", checks(True)
    yield "wizard-checks-bad", checks(False)
    yield "wizard-set-up", set_up
    yield "remove-system", remove
    yield "away-vms", page("vms")
    yield "away-machines", page("machines")
    yield "away-snapshots", page("snapshots")
    yield "away-over", back
