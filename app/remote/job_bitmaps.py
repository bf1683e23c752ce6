"""The bitmaps that libvirt adds in QEMU for a job, named backup-<target>, and removes at its end. A
libvirtd that is killed in that moment leaves them in the running QEMU, and from then on no job can
begin ("Bitmap already exists"). Seen with libvirt 9.0."""

from __future__ import annotations

import logging

from app.remote.domain import DomainFacts
from app.remote.plan import make_known
from app.remote.tools import ToolFailed
from app.remote.virsh import delete_checkpoint

log = logging.getLogger(__name__)
NAME = "twinpoint-job"


def drop_job_bitmaps(facts: DomainFacts) -> None:
    """Removes them from a running VM on which no job runs. libvirt tells nobody which there are;
    but it removes the bitmap of a checkpoint that it is told of, if it is there."""
    for disk in facts.disks:
        try:
            make_known(facts, NAME, {disk.target: f"backup-{disk.target}"})
        except ToolFailed as error:
            log.info("%s of %s: %s", disk.target, facts.name, error)
            continue
        why = delete_checkpoint(facts.uuid, NAME)
        if why is not None:
            log.warning("checkpoint %s of %s stays: %s", NAME, facts.name, why)
