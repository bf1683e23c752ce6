"""What is refused on the PM itself, with fresh facts, whatever the console believed."""

from __future__ import annotations

import time
from collections.abc import Sequence

from app.remote import records
from app.remote.cluster import in_standby
from app.remote.decisions import SNAPSHOTS
from app.remote.domain import DomainFacts
from app.remote.mirror import synchronizing
from app.remote.problems import Refused
from app.remote.settle import held
from app.remote.store import Store
from app.remote.virsh import block_job, job_info, virsh


def check_pm(store: Store, here: str) -> None:
    """Refuses on a PM in maintenance mode (Pacemaker's standby counts) or synchronizing."""
    moving = synchronizing()
    if moving:
        raise Refused("pm-synchronizing", pm=here, detail=moving)
    flag = store.system().get("maintenance")
    if isinstance(flag, dict):
        by, since = str(flag.get("by", "")), str(flag.get("since_text", ""))
        raise Refused("pm-maintenance", pm=here, by=by, since=since)
    if in_standby():
        raise Refused("pm-maintenance", pm=here, by="Pacemaker", since="")


def check_enabled(store: Store) -> None:
    """Refuses where snapshots are disabled for the system, as far as this PM knows."""
    decision = held(store).get(SNAPSHOTS)
    if decision is not None and not decision["value"]:
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(decision["since"]))
        raise Refused("snapshots-disabled", by=decision["by"], since=since)


def check_vm(facts: DomainFacts) -> None:
    """Refuses a VM that cannot be captured now."""
    if facts.uefi:
        raise Refused("vm-uefi", vm=facts.name)
    if not (facts.running or facts.stopped):
        raise Refused("vm-state", vm=facts.name, state=facts.state.replace(" ", "-"))
    names = [name for name in virsh("snapshot-list", facts.uuid, "--name").splitlines() if name]
    if names:
        raise Refused("foreign-snapshots", vm=facts.name, names=", ".join(names)[:500])


def check_no_job(facts: DomainFacts) -> None:
    """To be asked with the VM's lock in hand: a job of libvirt's is then nobody's run."""
    if job := libvirt_job(facts):
        raise Refused("vm-libvirt-job", vm=facts.name, job=job)


def libvirt_job(facts: DomainFacts) -> str:
    """What libvirt does to a running VM now, or to one of its volumes, for the details; "" if
    nothing. A copy, commit or pull of a volume is no job of the VM's."""
    if not facts.running:
        return ""
    if values := job_info(facts.uuid):
        return "\n".join(f"{name}: {value}" for name, value in values.items())
    for disk in facts.disks:
        if not disk.obstacle and (job := block_job(facts.uuid, disk.target)):
            return f"{disk.target}:\n{job}"
    return ""


def chosen_targets(facts: DomainFacts, excluded: Sequence[str]) -> list[str]:
    """The volumes to take, in the order of the definition."""
    for target in sorted(set(excluded)):
        disk = facts.disk(target)
        if disk is None:
            raise Refused("no-such-volume", vm=facts.name, target=target)
        if disk.boot:
            raise Refused("boot-volume-left-out", vm=facts.name, target=target)
    if not any(disk.boot for disk in facts.disks):
        raise Refused("no-boot-volume", vm=facts.name)
    targets = []
    for disk in facts.disks:
        if disk.target not in excluded:
            if disk.obstacle or not records.TARGET.fullmatch(disk.target):
                raise Refused(
                    "volume-not-capturable",
                    vm=facts.name,
                    target=disk.target,
                    obstacle=disk.obstacle or "format",
                )
            targets.append(disk.target)
    return targets
