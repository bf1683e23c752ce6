"""What every verb is given: settings, the pair, standard output, and how to be interrupted."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any, TextIO, TypeVar

from app import settings as settings_file
from app.cli.table import tame
from app.cli.wire import problems_json
from app.errors import Refused
from app.machines.connect import PairLink, connect
from app.model.machine import Machine, System
from app.model.problems import NoSuchVm, Problem
from app.model.state import SystemState
from app.model.vm import Vm
from app.operations.look_at_system import LookAtSystem
from app.operations.operation import CancelToken, Operation, Report
from app.sentences import plain, problem_text
from app.sentences.text import PlainFormatter
from app.settings import Settings

T = TypeVar("T")

DONE, WRONG_USAGE, REFUSED, FAILED, INTERRUPTED = 0, 2, 3, 4, 130


class WrongUsage(Exception):
    """The command line asks for something that cannot be meant."""


@dataclass(frozen=True, slots=True)
class Console:
    """`json` is whether standard output carries JSON alone."""

    settings_path: Path
    system_name: str | None
    json: bool
    out: TextIO
    err: TextIO

    def settings(self) -> Settings:
        return settings_file.load(self.settings_path)

    def save(self, settings: Settings) -> None:
        settings_file.save(self.settings_path, settings)

    def system(self) -> System:
        return self.settings().find(self.system_name)

    @contextmanager
    def pair(self, system: System | None = None) -> Iterator[PairLink]:
        """The two PMs; closed in the end."""
        link = connect(system or self.system())
        try:
            yield link
        finally:
            link.close()

    def look(self, pair: PairLink) -> SystemState:
        return LookAtSystem(pair).run(lambda _: None, CancelToken())

    def say(self, text: str = "") -> None:
        """For people; nothing with --json."""
        if not self.json:
            print(text, file=self.out, flush=True)

    def answer(self, value: Any) -> None:
        """The JSON document; nothing without --json."""
        if self.json:
            text = json.dumps(value, ensure_ascii=False)
            # A PM may send half a surrogate pair, which no output can take.
            print(text.encode("utf-8", "replace").decode("utf-8"), file=self.out, flush=True)

    def problems(
        self, problems: Sequence[Problem], details: str = "", more: Mapping[str, Any] | None = None
    ) -> None:
        """On standard error for people, as the document with --json, after what `more` says."""
        if self.json:
            self.answer({**(more or {}), "problems": problems_json(problems), "details": details})
            return
        for problem in problems:
            print(problem_lines(problem), file=self.err)
        if details and not any(problem_text(problem).detail for problem in problems):
            print(_indented(details), file=self.err)

    def complain(self, text: str) -> None:
        print(f"twinpointctl: {text}", file=self.err, flush=True)


def problem_lines(problem: Problem, indent: str = "") -> str:
    """Cause, remedy, and what the PM or a tool said, for people."""
    said = problem_text(problem)
    lines = [f"{indent}{plain(said.cause)}", f"{indent}  {plain(said.remedy)}"]
    return "\n".join([*lines, *([indent + _indented(said.detail)] if said.detail else [])])


def _indented(text: str) -> str:
    return "  (" + " / ".join(tame(line) for line in text.split("\n") if line.strip()) + ")"


def size(count: int | None) -> str:
    """Bytes for people."""
    return "-" if count is None else PlainFormatter().size(count)


def count(number: int, what: str) -> str:
    """As in "1 processor", "2 processors"."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def find_vm(state: SystemState, wanted: str) -> Vm:
    """By name or UUID. Raises Refused: a PM whose VMs cannot be seen may be the one that knows
    it, and then that is the reason."""
    found = [vm for vm in state.vms if wanted in (vm.uuid, vm.name)]
    if len(found) > 1:
        uuids = ", ".join(vm.uuid for vm in found)
        raise WrongUsage(f"several VMs are named {wanted!r}: say which by UUID ({uuids})")
    if not found:
        unseen = [problem for machine in state.machines for problem in problems_of(machine)]
        raise Refused(unseen or NoSuchVm(wanted))
    return found[0]


def problems_of(machine: Machine) -> tuple[Problem, ...]:
    """Everything that is wrong with a PM, once."""
    first = (machine.problem,) if machine.problem is not None else ()
    return tuple(dict.fromkeys([*first, *machine.obstacles]))


def run_cancellable(
    operation: Operation[T],
    report: Report,
    say: Callable[[str], None],
    accepted: Callable[[], bool],
) -> T:
    """Runs it so that an interrupt cancels it; a second one leaves it to itself
    (KeyboardInterrupt)."""
    token = CancelToken()

    def interrupted(_number: int, _frame: FrameType | None) -> None:
        if token.cancelled:
            if accepted():
                say("leaving; the run goes on on the PM until it has stopped or ended")
            raise KeyboardInterrupt
        say("cancelling; interrupt once more to leave without waiting")
        token.cancel()

    before = signal.signal(signal.SIGINT, interrupted)
    try:
        return operation.run(report, token)
    finally:
        signal.signal(signal.SIGINT, before)


def is_terminal(stream: TextIO) -> bool:
    return stream.isatty() and stream is sys.stdout
