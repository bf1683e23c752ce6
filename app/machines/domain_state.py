"""libvirt's states of a domain in the words of the console."""

from __future__ import annotations

from app.model.vm import VmState

# virDomainState (https://libvirt.org/html/libvirt-libvirt-domain.html#virDomainState)
_STATES = {
    0: VmState.UNKNOWN,
    1: VmState.RUNNING,
    2: VmState.RUNNING,  # "blocked": idle, on hypervisors that tell
    3: VmState.PAUSED,
    4: VmState.STOPPING,
    5: VmState.STOPPED,
    6: VmState.CRASHED,
    7: VmState.SUSPENDED,
}
# virDomainPausedReason; the others are plain pauses.
_PAUSED = {
    2: VmState.MIGRATING,
    5: VmState.IO_ERROR,
    8: VmState.STOPPING,
    10: VmState.CRASHED,
    11: VmState.BOOTING,
    12: VmState.MIGRATING,
    13: VmState.MIGRATING,
}
_SHUT_OFF, _BY_SHUTDOWN = 5, 1


def vm_state(state: int, reason: int) -> tuple[VmState, bool]:
    """The state, and whether it is stopped because the guest shut itself down."""
    if state == 3 and reason in _PAUSED:
        return _PAUSED[reason], False
    return _STATES.get(state, VmState.UNKNOWN), state == _SHUT_OFF and reason == _BY_SHUTDOWN
