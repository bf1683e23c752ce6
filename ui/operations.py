"""What the window can start, as operations that somebody makes for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.model.decision import Setting
from app.model.machine import Side, System
from app.model.maintenance import WorkOnRequest
from app.model.package import ExportRequest, ImportRequest
from app.model.snapshot import Run, SnapshotRequest
from app.model.vm import Vm
from app.model.vm_requests import NewVmRequest, RollBackRequest
from app.model.volume import Expansion
from app.operations.operation import Operation
from ui.pair_operations import PairOperations


@dataclass(frozen=True, slots=True)
class Operations:
    """Makes the operations; given by the application, or by a test. Deletions are told ids."""

    watch: Callable[[System], Operation[Any]]
    create: Callable[[System, SnapshotRequest], Operation[Any]]
    forecast: Callable[[System, Vm, tuple[str, ...]], Operation[Any]]
    cancel: Callable[[System, Run], Operation[Any]]
    decide: Callable[[System, Mapping[Setting, bool | int]], Operation[Any]]
    acknowledge: Callable[[System, tuple[str, ...], bool], Operation[Any]]  # True: it is over
    repair: Callable[[System], Operation[Any]]
    expand: Callable[[System, Expansion], Operation[Any]]
    create_vm: Callable[[System, NewVmRequest], Operation[Any]]
    roll_back: Callable[[System, RollBackRequest], Operation[Any]]
    delete: Callable[[System, tuple[str, ...]], Operation[Any]]
    forecast_deletion: Callable[[System, tuple[str, ...]], Operation[Any]]
    export: Callable[[System, ExportRequest], Operation[Any]]
    import_vm: Callable[[System, ImportRequest], Operation[Any]]
    start_vm: Callable[[System, str], Operation[Any]]
    shut_down: Callable[[System, str], Operation[Any]]
    power_off: Callable[[System, str], Operation[Any]]
    ask_agent: Callable[[System, Vm], Operation[Any]]
    plan_work_on: Callable[[System, Side], Operation[Any]]
    work_on: Callable[[System, WorkOnRequest], Operation[Any]]
    finalize: Callable[[System, Side], Operation[Any]]
    pairs: PairOperations
    close: Callable[[], None]  # ends every link; may take a few seconds
