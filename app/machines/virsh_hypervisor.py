"""libvirt of a PM through its own virsh, over the SSH link: where qemu+ssh does not exist, or
where only sudo gives the right to it."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

from app.errors import Refused, Unreachable
from app.machines.domain_state import vm_state
from app.machines.domain_xml import BadXml, Circumstances, parse
from app.machines.ssh import Completed, SshLink, one_line
from app.model.problems import (
    LibvirtNotAllowed,
    MachineNotRunning,
    NoSuchVm,
    ToolMissing,
    Unexplained,
)
from app.model.vm import Domain, VmState

TIMEOUT = 60.0  # seconds
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

# $1: a mark nobody can foresee, since an administrator's own words stand in the XML (virsh's echo
# ends no line, so the mark need not begin one). Two processes for any number of VMs: a virsh
# takes several commands in one argument, and only UUIDs that virsh itself printed are put into
# it. nowait: a VM whose monitor is busy (a backup job begins) is skipped instead of waited for.
_ALL = one_line("""\
export LC_ALL=C
command -v virsh >/dev/null || exit 92
if [ "$(id -u)" = 0 ]; then as=; else as="sudo -n"; $as true 2>/dev/null || as=; fi
all=$($as virsh -q -c qemu:///system list --all --uuid) || exit
ask=
for uuid in $all; do
  ask="$ask echo $1-vm-$uuid; domstats --state --block --nowait $uuid; echo $1-part; \
snapshot-list --name $uuid; echo $1-part; dumpxml $uuid;"
done
[ -z "$ask" ] || exec $as virsh -q -c qemu:///system "$ask"
""")
_ONE = one_line("""\
export LC_ALL=C
command -v virsh >/dev/null || exit 92
if [ "$(id -u)" = 0 ]; then as=; else as="sudo -n"; $as true 2>/dev/null || as=; fi
exec $as virsh -q -c qemu:///system "$@"
""")


class VirshHypervisor:
    """Hypervisor through virsh; has no events, so `on_change` never calls."""

    def __init__(self, ssh: SshLink) -> None:
        self._ssh = ssh

    def domains(self) -> tuple[Domain, ...]:
        mark = secrets.token_hex(16)
        done = self._ssh.run(["sh", "-c", _ALL, "twinpoint", mark], timeout=TIMEOUT)
        output = done.output.decode("utf-8", "replace")
        # A VM that went away in between makes virsh fail, after it has told of the others.
        if done.status != 0 and mark not in output:
            raise self._error(done)
        found = []
        for part in output.split(f"{mark}-vm-")[1:]:
            domain = self._domain(part.split(f"{mark}-part"))
            if domain is not None:
                found.append(domain)
        return tuple(sorted(found, key=lambda domain: domain.name))

    def definition(self, uuid: str) -> str:
        return self._virsh("dumpxml", uuid).output.decode("utf-8", "replace")

    def start(self, uuid: str) -> None:
        self._virsh("start", uuid)

    def shut_down(self, uuid: str) -> None:
        self._virsh("shutdown", uuid)

    def power_off(self, uuid: str) -> None:
        self._virsh("destroy", uuid)

    def on_change(self, changed: Callable[[], None] | None) -> None:
        """Nothing: virsh has no way to tell."""

    def close(self) -> None:
        """Nothing: the SSH link belongs to others as well."""

    def _domain(self, parts: list[str]) -> Domain | None:
        """One VM's part of the output; None if it went away meanwhile."""
        if len(parts) != 3 or "<domain" not in parts[2]:
            return None
        stats, snapshots, xml = parts
        uuid, stats = stats[:36], stats[36:]
        state, cleanly = state_of(stats)
        names = [line for line in snapshots.splitlines() if line.strip()]
        try:
            domain = parse(
                xml.strip(), Circumstances(state, cleanly, len(names), capacities(stats))
            )
        except BadXml as error:
            raise Unreachable(Unexplained(self._ssh.name, str(error)), details=xml) from error
        return domain if domain.uuid == uuid else None

    def _virsh(self, verb: str, uuid: str) -> Completed:
        if not _UUID.fullmatch(uuid):
            raise Refused(NoSuchVm(uuid))
        argv = ["sh", "-c", _ONE, "twinpoint", verb, uuid]
        done = self._ssh.run(argv, timeout=TIMEOUT)
        if done.status != 0:
            raise self._error(done, uuid)
        return done

    def _error(self, done: Completed, uuid: str = "") -> Refused | Unreachable:
        name = self._ssh.name
        said = done.errors.decode("utf-8", "replace").strip()[-1000:]
        if done.status == 92:
            return Refused(ToolMissing(name, "libvirt"))
        if "failed to get domain" in said or "Domain not found" in said:
            return Refused(NoSuchVm(uuid))
        if not_allowed(said):
            return Refused(LibvirtNotAllowed(name, self._ssh.user, said), details=said)
        if "failed to connect to the hypervisor" in said:
            return Unreachable(MachineNotRunning(name, said), details=said)
        return Refused(Unexplained(name, said), details=said)


def not_allowed(said: str) -> bool:
    """Whether an error text of libvirt means that this user may not use it."""
    lowered = said.lower()
    return (
        "permission denied" in lowered
        or "access denied" in lowered
        or "authentication failed" in lowered
        or "authentication unavailable" in lowered
        or "authentication required" in lowered
    )


def state_of(stats: str) -> tuple[VmState, bool]:
    """From `virsh domstats --state`, which tells it in libvirt's numbers."""
    values = _values(stats)
    state, reason = (values.get(f"state.{key}", "") for key in ("state", "reason"))
    if not (_is_number(state) and _is_number(reason)):
        return VmState.UNKNOWN, False
    return vm_state(int(state), int(reason))


def capacities(stats: str) -> dict[str, int]:
    """Bytes by target from `virsh domstats --block`."""
    values = _values(stats)
    found: dict[str, int] = {}
    for key, target in values.items():
        if key.startswith("block.") and key.endswith(".name"):
            capacity = values.get(key.removesuffix("name") + "capacity", "")
            # A backing file is listed under the name of its disk, after the disk itself.
            if _is_number(capacity):
                found.setdefault(target, int(capacity))
    return found


def _values(stats: str) -> dict[str, str]:
    return dict(
        line.strip().split("=", 1)
        for line in stats.splitlines()
        if line.startswith("  ") and "=" in line
    )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
