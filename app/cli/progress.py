"""The progress of a run on a terminal: one line that changes, or a line for each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from app.cli.table import tame, width
from app.operations.events import (
    BytesDone,
    BytesRead,
    ConsistencyKnown,
    Event,
    Frozen,
    GuestWaited,
    LinkLost,
    PmEmptied,
    RunAccepted,
    StepStarted,
    VmMoving,
    Warned,
)
from app.sentences import event_text, plain

WIDEST = 79


class Progress:
    """`line` takes whole lines; `terminal` is where one changing line may be drawn, or None."""

    def __init__(self, line: Callable[[str], None], terminal: TextIO | None) -> None:
        self._line = line
        self._terminal = terminal
        self._drawn = 0
        self._last = ""  # we check, and then the PM does
        self.accepted: RunAccepted | None = None

    def report(self, event: Event) -> None:
        text = tame(plain(event_text(event)))
        match event:
            case RunAccepted():
                self.accepted = event
            case BytesDone() | BytesRead() | GuestWaited() | VmMoving() | PmEmptied():
                self._draw(text)
            case StepStarted():
                if self._terminal is None:
                    if text != self._last:
                        self._line(text)
                    self._last = text
                else:
                    self._draw(text)
            case Warned() | LinkLost() | Frozen() | ConsistencyKnown():
                self._wipe()
                self._line(text)

    def end(self) -> None:
        self._wipe()

    def _draw(self, text: str) -> None:
        if self._terminal is None:
            return
        while width(text) > WIDEST:
            text = text[:-1]
        self._terminal.write("\r" + text + " " * max(0, self._drawn - width(text)))
        self._terminal.flush()
        self._drawn = width(text)

    def _wipe(self) -> None:
        if self._terminal is not None and self._drawn:
            self._terminal.write("\r" + " " * self._drawn + "\r")
            self._terminal.flush()
            self._drawn = 0
