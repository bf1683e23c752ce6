"""What is done to the pairs themselves: added, changed, removed. Made here for the application."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app import paths, settings
from app.errors import TwinpointError
from app.machines.connect import connect
from app.machines.doorstep import Doorstep
from app.machines.first_contact import FirstContact
from app.machines.pair import Pair
from app.model.keys import OfferedKey
from app.model.machine import System
from app.operations.check_system import CheckSystem
from app.operations.fetch_host_keys import FetchHostKeys
from app.operations.keep_system import AddSystem, ChangeSettings
from app.operations.let_key_in import LetIn, LetKeyIn
from app.operations.operation import CancelToken, Operation, Report
from app.operations.trust_host_keys import TrustHostKeys
from app.operations.try_logins import TryLogins


@dataclass(frozen=True, slots=True)
class PairOperations:
    """Makes the operations; given by the application, or by a test. `set_up` and `keep` end with
    the system in the settings; the flag says whether it is a new one."""

    host_keys: Callable[[System], Operation[Any]]
    trust: Callable[[System, tuple[OfferedKey, ...]], Operation[Any]]
    log_in: Callable[[System], Operation[Any]]
    let_in: Callable[[System, LetIn], Operation[Any]]
    check: Callable[[System], Operation[Any]]
    set_up: Callable[[System, bool], Operation[Any]]
    keep: Callable[[System, bool], Operation[Any]]
    remove: Callable[[str], Operation[Any]]


@dataclass(frozen=True, slots=True)
class AtDoorstep:
    """An operation on PMs that are not a pair yet; cancelling it ends its connections."""

    system: System
    make: Callable[[FirstContact], Operation[Any]]

    def run(self, report: Report, cancel: CancelToken) -> Any:
        contact = Doorstep(self.system)
        return _ended_by_cancel(self.make(contact), contact, report, cancel)


@dataclass(frozen=True, slots=True)
class OnNewPair:
    """An operation on a pair with links of its own, which end with it."""

    system: System
    make: Callable[[Pair], Operation[Any]]

    def run(self, report: Report, cancel: CancelToken) -> Any:
        pair = connect(self.system)
        return _ended_by_cancel(self.make(pair), pair, report, cancel)


def _ended_by_cancel(
    operation: Operation[Any], reached: FirstContact | Pair, report: Report, cancel: CancelToken
) -> Any:
    cancel.on_cancel(reached.close)
    try:
        return operation.run(report, cancel)
    except TwinpointError:
        cancel.check()  # what was cut off has failed for that reason
        raise
    finally:
        reached.close()


def real_pair_operations(removed: Callable[[str], None]) -> PairOperations:
    """Those that work on the PMs and on the settings of this workstation. `removed` is called in
    an operation's thread with the name of a system that is no longer there."""

    def keep(system: System, new: bool) -> None:
        settings.keep(paths.settings_file(), system, new=new)

    def forget(name: str) -> None:
        settings.forget(paths.settings_file(), name)
        removed(name)

    return PairOperations(
        host_keys=lambda system: AtDoorstep(system, FetchHostKeys),
        trust=lambda system, keys: AtDoorstep(system, lambda step: TrustHostKeys(step, keys)),
        log_in=lambda system: AtDoorstep(system, TryLogins),
        let_in=lambda system, wish: AtDoorstep(system, lambda step: LetKeyIn(step, wish)),
        check=lambda system: OnNewPair(system, lambda pair: CheckSystem(pair, linked=False)),
        set_up=lambda system, new: OnNewPair(
            system, lambda pair: AddSystem(pair, partial(keep, system, new))
        ),
        keep=lambda system, new: ChangeSettings(partial(keep, system, new)),
        remove=lambda name: ChangeSettings(partial(forget, name)),
    )
