"""Two hosts that are to be made a pair, as far as a wizard sees them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from app.model.keys import LocalKey, OfferedKey, Trust
from app.model.machine import Side, System
from app.model.problems import LoginRefused, Problem
from app.operations.events import CheckLine, Event
from app.operations.let_key_in import LetIn
from app.operations.operation import CancelToken, Report
from app.operations.try_logins import Logins
from ui.pair_operations import PairOperations

LINE = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGBycp4qQmFQkTuQkCbJ5aM5C9iCv5Zl7p1m0dGdM9oU"
KEY = LocalKey(
    f"{LINE} twinpoint console", "SHA256:Zx9", "/home/akiko/.ssh/id_ed25519", agent=False
)
GOOD = tuple(
    CheckLine(subject, pm, None, detail, figures)
    for pm in ("pm1", "pm2")
    for subject, detail, figures in (
        ("ssh", "", ()),
        ("host-key", "", ()),
        ("login", "", ()),
        ("root", "", ()),
        ("python", "", ()),
        ("python", "3.11.2", ()),
        ("libvirt", "9.0.0", ()),
        ("qemu-img", "7.2.11", ()),
        ("rsync", "3.2.7", ()),
        ("room", "", (96 * 1024**3, 240 * 1024**3)),
        ("vms", "5", ()),
    )
) + (CheckLine("two-hosts", "pm1, pm2"), CheckLine("clocks", "pm1, pm2", None, "", (0.2,)))


def offered(side: Side, trust: Trust = Trust.UNKNOWN) -> OfferedKey:
    print_ = ("SHA256:5pGPaqGnH8Vsn1n0yW4oqpKzZ1s8bqT6bF0cQm4iV6E",
              "SHA256:uT2kQ9cD4lYxv0F3jzH7Rr8eN5aWm1pBsGdXoKiE2Zw")[side]  # fmt: skip
    pm = f"pm{side + 1}"
    return OfferedKey(
        side, pm, pm, "ssh-ed25519", print_, LINE, trust, "/home/akiko/.ssh/known_hosts"
    )


@dataclass
class FakePairs:
    """What each operation finds; `asked` tells what was asked for, in order."""

    keys: tuple[OfferedKey | Problem, OfferedKey | Problem] = (
        offered(Side.FIRST),
        offered(Side.SECOND),
    )
    refused: tuple[Side, ...] = (Side.FIRST, Side.SECOND)  # who lets no key in yet
    own_keys: tuple[LocalKey, ...] = ()
    lines: tuple[CheckLine, ...] = GOOD
    failure: dict[str, Exception] = field(default_factory=dict)  # by what is asked; once
    hangs: set[str] = field(default_factory=set)  # until it is cancelled
    asked: list[tuple[str, Any]] = field(default_factory=list)
    passwords: dict[Side, str] = field(default_factory=dict)
    changed: Callable[[System | str], None] = lambda system: None

    def names(self) -> list[str]:
        return [name for name, _ in self.asked]

    def operations(self) -> PairOperations:
        return PairOperations(
            host_keys=lambda system: _Step(self, "host-keys", system, lambda _: self.keys),
            trust=lambda system, keys: _Step(self, "trust", keys, self._trust),
            log_in=lambda system: _Step(self, "log-in", system, self._log_in),
            let_in=lambda system, wish: _Step(
                self, "let-in", wish, lambda _: self._let_in(system, wish)
            ),
            check=lambda system: _Step(self, "check", system, self._check),
            set_up=lambda system, new: _Step(
                self, "set-up", (system, new), lambda report: self._set_up(system, report)
            ),
            keep=lambda system, new: _Step(
                self, "keep", (system, new), lambda _: self.changed(system)
            ),
            remove=lambda name: _Step(self, "remove", name, lambda _: self.changed(name)),
        )

    def _trust(self, report: Report) -> None:
        self.keys = (offered(Side.FIRST, Trust.KNOWN), offered(Side.SECOND, Trust.KNOWN))

    def _log_in(self, report: Report) -> Logins:
        problems = [
            LoginRefused(f"pm{side + 1}", "root", "not accepted") if side in self.refused else None
            for side in Side
        ]
        return Logins((problems[0], problems[1]), self.own_keys)

    def _let_in(self, system: System, wish: LetIn) -> System:
        self.passwords |= {side: secret.take() for side, secret in wish.passwords.items()}
        self.refused = ()
        return system if wish.key else replace(system, identity="/home/akiko/.ssh/new")

    def _check(self, report: Report) -> tuple[Problem, ...]:
        for line in self.lines:
            report(line)
        return tuple(line.problem for line in self.lines if line.problem is not None)

    def _set_up(self, system: System, report: Report) -> None:
        for subject in ("setup", "link"):
            for pm in ("pm1", "pm2"):
                report(CheckLine(subject, pm))
        self.changed(system)


@dataclass
class _Step:
    pairs: FakePairs
    name: str
    wish: object
    work: Callable[[Callable[[Event], None]], Any]

    def run(self, report: Report, cancel: CancelToken) -> Any:
        self.pairs.asked.append((self.name, self.wish))
        if self.name in self.pairs.hangs:
            cancel.wait(60)
        error = self.pairs.failure.pop(self.name, None)
        if error is not None:
            raise error
        return self.work(report)
