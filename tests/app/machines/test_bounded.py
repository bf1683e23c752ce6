"""Calls that cannot be interrupted, bounded in time."""

from __future__ import annotations

import threading

import pytest

from app.machines.bounded import Bounded, TookTooLong


def test_results_and_errors_come_back() -> None:
    calls = Bounded("test")
    assert calls.run(lambda: 7, 5.0) == 7
    with pytest.raises(ZeroDivisionError):
        calls.run(lambda: 1 // 0, 5.0)
    calls.end()


def test_calls_share_one_thread() -> None:
    calls = Bounded("test")
    first = calls.run(threading.get_ident, 5.0)
    assert calls.run(threading.get_ident, 5.0) == first
    calls.end()


def test_a_call_that_hangs_costs_its_thread_only() -> None:
    calls = Bounded("test")
    release = threading.Event()
    with pytest.raises(TookTooLong):
        calls.run(release.wait, 0.05)
    assert calls.run(lambda: "next", 5.0) == "next"
    release.set()
    calls.end()
