"""Which PM is a VM's primary: the one that runs it, or ran it last."""

from __future__ import annotations

from app.model.machine import Side
from app.model.vm import Domain, VmState

OFF = (VmState.STOPPED, VmState.UNKNOWN)

BothDomains = tuple[Domain | None, Domain | None]
BothTimes = tuple[float | None, float | None]


def is_on(domain: Domain | None) -> bool:
    """Whether a QEMU process stands behind the domain (also paused, crashing, migrating …)."""
    return domain is not None and domain.state not in OFF


def primary_side(domains: BothDomains, last_run: BothTimes) -> Side:
    """The PM that runs the VM; of a stopped one, the PM that ran it last, else the one that
    defines it. `last_run` is seconds since 1970, None for never seen running."""
    on = [is_on(domain) for domain in domains]
    if on[0] != on[1]:
        return Side.FIRST if on[0] else Side.SECOND
    defined = [side for side in Side if domains[side] is not None]
    if len(defined) == 1:
        return defined[0]
    first, second = (time if time is not None else float("-inf") for time in last_run)
    return Side.SECOND if second > first else Side.FIRST


def running_on_both(domains: BothDomains) -> bool:
    """A split brain. The short time in which a live migration has the VM on both does not count."""
    return all(
        domain is not None and is_on(domain) and domain.state is not VmState.MIGRATING
        for domain in domains
    )
