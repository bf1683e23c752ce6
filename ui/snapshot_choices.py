"""What was ticked for a VM the last time, to be offered when its snapshot dialog opens again."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from app.model.snapshot import SnapshotRequest
from app.model.vm import Vm


@dataclass(frozen=True, slots=True)
class SnapshotChoices:
    """`excluded`: volumes left out, as target and source: another disk in the same place is none
    that anybody left out. Never the boot volume."""

    excluded: dict[str, str] = field(default_factory=dict)
    require_application: bool = False
    hold_freeze: bool = False

    def left_out(self, vm: Vm) -> frozenset[str]:
        """Targets of volumes that the VM still has, and that can be left out."""
        return frozenset(
            volume.target
            for volume in vm.volumes
            if self.excluded.get(volume.target) == volume.source
            and not volume.boot
            and volume.obstacle is None
        )


def choices_of(vm: Vm, request: SnapshotRequest) -> SnapshotChoices:
    """What of a request is worth remembering. Name and description are each snapshot's own, and a
    volume that cannot be captured was left out by nobody."""
    excluded = {
        volume.target: volume.source
        for volume in vm.volumes
        if volume.target in request.excluded and not volume.boot and volume.obstacle is None
    }
    return SnapshotChoices(excluded, request.require_application, request.hold_freeze)


def to_word(choices: SnapshotChoices) -> str:
    return json.dumps(
        {
            "excluded": choices.excluded,
            "require_application": choices.require_application,
            "hold_freeze": choices.hold_freeze,
        }
    )


def from_word(word: str) -> SnapshotChoices:
    """What to_word() made; nothing chosen where it is anything else, as before the first time."""
    try:
        values = json.loads(word)
    except ValueError:
        return SnapshotChoices()
    if not isinstance(values, dict):
        return SnapshotChoices()
    excluded = values.get("excluded")
    pairs = excluded.items() if isinstance(excluded, dict) else ()
    return SnapshotChoices(
        {str(target): source for target, source in pairs if isinstance(source, str)},
        values.get("require_application") is True,
        values.get("hold_freeze") is True,
    )


def key_of(vm: str) -> str:
    """Where the choices for a VM, given by its UUID, are kept."""
    return f"snapshot-choices/{vm}"
