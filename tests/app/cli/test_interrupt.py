"""Interrupting a run: once cancels it, twice leaves it."""

from __future__ import annotations

import signal

import pytest

from app.cli.console import run_cancellable
from app.operations.operation import CancelToken, Report


class Stubborn:
    """An operation that is interrupted as often as `times` says, and never ends by itself."""

    def __init__(self, times: int) -> None:
        self._times = times

    def run(self, report: Report, cancel: CancelToken) -> str:
        for _ in range(self._times):
            signal.raise_signal(signal.SIGINT)
        assert cancel.cancelled == (self._times > 0)
        return "ended"


def test_once_cancels() -> None:
    said: list[str] = []
    before = signal.getsignal(signal.SIGINT)
    assert run_cancellable(Stubborn(1), lambda _: None, said.append, lambda: True) == "ended"
    assert len(said) == 1
    assert signal.getsignal(signal.SIGINT) is before


def test_twice_leaves_and_says_that_the_run_goes_on() -> None:
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run_cancellable(Stubborn(2), lambda _: None, said.append, lambda: True)
    assert "goes on on the PM" in said[-1]


def test_nothing_goes_on_that_never_began() -> None:
    said: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        run_cancellable(Stubborn(2), lambda _: None, said.append, lambda: False)
    assert len(said) == 1
