"""What holds for every test: no screen, no thread left running, and garbage with widgets in it is
collected in the GUI thread."""

from __future__ import annotations

import gc
import importlib.util
import os
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_NO_GLIB"] = "1"  # as ui/__main__.py does, and for its reason

# tests/app runs where PySide6 is not installed.
HAS_QT = importlib.util.find_spec("PySide6") is not None

# What Qt says where nothing is drawn: there is no notification area either.
_NOT_OFFSCREEN = ("This plugin does not support", "systemTrayWindowChanged")

# With pytest-xdist each worker has a pair of its own; that of the first is the one without.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
if WORKER:
    from tests.lab import Lab
    from tests.lab.state import Settings

    _settings = Settings.from_environment()
    _first, _second, _third = _settings.net.split(".")
    os.environ["TWINPOINT_LAB_DIR"] = f"{_settings.dir}-{WORKER}"
    os.environ["TWINPOINT_LAB_NET"] = f"{_first}.{int(_second) + 20 * WORKER}.{_third}"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Nobody will use the pair of another worker."""
    if WORKER and Settings.from_environment().dir.exists():
        Lab().down(purge=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform says what it lacks; that is no defect of ours. What works on the pair
    has time also where there is little of it: the first one brings the pair up."""
    for item in items:
        if HAS_QT:
            item.add_marker(pytest.mark.qt_log_ignore(*_NOT_OFFSCREEN))
        if item.get_closest_marker("pair") and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(900))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """As ui/collector.py does, and for its reason; here after each test. What is there by now
    stays, and is looked at no more."""
    if HAS_QT:
        gc.collect()
        gc.freeze()
        gc.disable()


@pytest.fixture(autouse=True)
def no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a QThread running: the process would abort later, elsewhere."""
    yield
    if HAS_QT:
        gc.collect()
    if not HAS_QT or "qapp" not in request.fixturenames:
        return
    from ui.jobs.operation_thread import OperationThread

    running = [
        thread.objectName()
        for thread in gc.get_objects()
        if isinstance(thread, OperationThread) and thread.isRunning()
    ]
    assert not running, f"left running: {running}"
