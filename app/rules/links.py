"""How the console's link to a PM is, whatever the PM itself is."""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from app.model.machine import Machine, MachineState


class LinkState(Enum):
    CONNECTED = "connected"
    CONNECTING = "connecting"
    LOST = "lost"  # tried again by itself


def link_state(machine: Machine) -> LinkState:
    match machine.state:
        case MachineState.CONNECTING:
            return LinkState.CONNECTING
        case MachineState.UNREACHABLE:
            return LinkState.LOST
        case (
            MachineState.RUNNING
            | MachineState.SYNCHRONIZING
            | MachineState.MAINTENANCE
            | MachineState.NOT_RUNNING
        ):
            return LinkState.CONNECTED
        case _:
            assert_never(machine.state)
