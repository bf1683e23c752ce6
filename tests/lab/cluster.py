"""Pacemaker and Corosync on the two PMs: the cluster that moves VMs, as it stands on real pairs.

No fencing: a PM cannot pull another's plug from inside its namespaces. A PM that is lost counts as
dead; one that was only cut off is kept from the volumes by QEMU's own locks on them.
"""

from __future__ import annotations

import grp
import json
import pwd
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from tests.lab import guests
from tests.lab.guests import VmSpec
from tests.lab.machine import PM
from tests.lab.pm_init import CLUSTER
from tests.lab.processes import wait_until
from tests.lab.state import LabError, Settings

USER = "hacluster"
DEFINITIONS = "/etc/libvirt/cluster"  # where each PM has the definitions of the cluster's VMs
# token: a PM counts as lost after it. Two processors for all: the default would see ghosts.
COROSYNC = """\
totem {{
    version: 2
    cluster_name: {name}
    transport: udpu
    token: 5000
    crypto_cipher: none
    crypto_hash: none
}}
nodelist {{
{nodes}}}
quorum {{
    provider: corosync_votequorum
    two_node: 1
}}
logging {{
    to_stderr: yes
    to_syslog: no
    timestamp: on
}}
system {{
    sched_rr: no
    move_to_root_cgroup: no
}}
"""
NODE = """\
    node {{
        ring0_addr: {address}
        name: {name}
        nodeid: {id}
    }}
"""
# A VM stays where it is when the PM it left comes back.
PROPERTIES = {"stonith-enabled": "false", "no-quorum-policy": "ignore", "dc-deadtime": "8s"}
DEFAULTS = {"resource-stickiness": "100"}
HOME_SCORE = 50
OPERATIONS = (("start", "0", 120), ("stop", "0", 90), ("monitor", "10s", 60))


@dataclass(frozen=True, slots=True)
class Cluster:
    """The cluster of one lab; there is none until `write_files`."""

    settings: Settings
    pms: Mapping[str, PM]

    @property
    def vms(self) -> list[str]:
        """The VMs it holds; empty where there is no cluster."""
        try:
            return list(json.loads((self.settings.pm_dir(self._last) / CLUSTER).read_text()))
        except FileNotFoundError:
            return []

    @property
    def _last(self) -> str:
        """The PM whose file is written last: with it all is there."""
        return self.settings.pm_names[-1]

    def write_files(self, vms: Collection[str], kind: str) -> None:
        """Makes both PMs nodes of a cluster for these VMs, from their next start on."""
        specs = [guests.spec_of(name) for name in vms]
        for spec in specs:
            if not spec.name.isascii() or " " in spec.name:
                raise LabError(f"the cluster's agent cannot quote the name {spec.name!r}")
        for name in self.settings.pm_names:
            self._write_pm(self.settings.pm_dir(name), specs, kind)

    def _write_pm(self, pm_dir: Path, specs: list[VmSpec], kind: str) -> None:
        etc = pm_dir / "files/etc"
        _copy_account(etc)
        names = list(enumerate(self.settings.pm_names, 1))
        nodes = [
            NODE.format(address=self.settings.address(name), name=name, id=i) for i, name in names
        ]
        (etc / "corosync").mkdir(exist_ok=True)
        text = COROSYNC.format(name=self.settings.bridge, nodes="".join(nodes))
        (etc / "corosync/corosync.conf").write_text(text)
        definitions = pm_dir / "files" / DEFINITIONS.lstrip("/")
        definitions.mkdir(exist_ok=True)
        for spec in specs:
            (definitions / f"{spec.name}.xml").write_text(guests.domain_xml(spec, kind))
        half = pm_dir / f"{CLUSTER}.half"
        half.write_text(json.dumps([spec.name for spec in specs]))
        half.rename(pm_dir / CLUSTER)

    def up(self) -> None:
        """Waits until both PMs are in it, gives it its VMs, and lets it run them anywhere."""
        self._wait("both PMs in the cluster", lambda status: _both(status, "online", "standby"), 90)
        self._modify("crm_config", _properties("cib-bootstrap-options", PROPERTIES))
        self._modify("rsc_defaults", _attributes("rsc-options", DEFAULTS))
        for spec in map(guests.spec_of, self.vms):
            self._modify("resources", _resource(spec))
            self._modify("constraints", _home(spec, self.settings.pm_names[spec.home]))
        for name in self.settings.pm_names:
            self.unstandby(name)
        self._ask(["crm_resource", "--cleanup"])
        self._wait("both PMs online", lambda status: _both(status, "online"), 60)
        self._wait("every VM of the cluster", lambda status: all(status["vms"].values()), 120)

    def standby(self, pm: str) -> None:
        """Asks the cluster to take all VMs off a PM, and keep them off."""
        self._ask(["crm_standby", "-N", self._node(pm), "-v", "on"])

    def unstandby(self, pm: str) -> None:
        self._ask(["crm_standby", "-N", self._node(pm), "-D"])

    def _node(self, pm: str) -> str:
        if pm not in self.pms:
            raise LabError(f"the lab has no PM {pm!r}")
        return pm

    def wait(self, vm: str, pm: str, timeout: float) -> None:
        """Waits until the cluster runs a VM on a PM and is at nothing with it any more."""
        self._node(pm)
        if vm not in self.vms:
            raise LabError(f"the cluster does not hold {vm}")
        self._wait(f"{vm} on {pm}", lambda status: status["vms"].get(vm) == pm, timeout)

    def wait_online(self, pm: str, timeout: float) -> None:
        """Waits until a PM takes part again, after a boot or an unstandby."""
        self._wait(f"{pm} online", lambda status: status["pms"].get(pm) == "online", timeout)

    def status(self) -> dict[str, Any]:
        """{"pms": {name: online|standby|pending|offline}, "vms": {name: PM or None},
        "failures": [text]}, as a PM that is up sees it."""
        status: dict[str, Any] = {
            "pms": dict.fromkeys(self.settings.pm_names, "offline"),
            "vms": dict.fromkeys(self.vms),
            "failures": [],
        }
        for pm in self.pms.values():
            if not pm.is_up():
                continue
            done = pm.run(["crm_mon", "-1", "--output-as=xml"], check=False)
            if done.returncode == 0:
                read_status(ElementTree.fromstring(done.stdout), status)
                break
        return status

    def _wait(self, what: str, ready: Callable[[dict[str, Any]], bool], timeout: float) -> None:
        end = time.monotonic() + timeout
        while True:
            status = self.status()
            if ready(status):
                return
            if time.monotonic() > end:
                raise LabError(f"{what}: not within {timeout:g} s, the cluster says {status}")
            time.sleep(0.5)

    def _modify(self, section: str, xml: str) -> None:
        self._ask(["cibadmin", "--modify", "--allow-create", "--scope", section, "--xml-text", xml])

    def _ask(self, argv: list[str]) -> None:
        """Runs a command of the cluster where it answers; it is busy while it votes."""
        reasons: list[str] = []

        def done() -> bool:
            reasons.clear()
            for pm in self.pms.values():
                if pm.is_up():
                    answer = pm.run(argv, check=False)
                    if answer.returncode == 0:
                        return True
                    reasons.append(f"{pm.name}: {answer.stderr.strip()}")
            return False

        try:
            wait_until(f"{argv[0]} in the cluster", done, 30, every=0.5)
        except LabError as error:
            raise LabError(f"{error}: {'; '.join(reasons) or 'no PM is up'}") from error


def _copy_account(etc: Path) -> None:
    """The cluster's user and group as the host has them, for a PM made before the package."""
    try:
        user, group = pwd.getpwnam(USER), grp.getgrnam("haclient")
    except KeyError as error:
        raise LabError("Pacemaker is not installed: see tests/lab/packages.txt") from error
    lines = {
        "passwd": f"{USER}:x:{user.pw_uid}:{user.pw_gid}::{user.pw_dir}:/usr/sbin/nologin\n",
        "group": f"haclient:x:{group.gr_gid}:\n",
    }
    for name, line in lines.items():
        text = (etc / name).read_text()
        if f"\n{line.split(':')[0]}:" not in text:
            (etc / name).write_text(text + line)


def _both(status: dict[str, Any], *states: str) -> bool:
    return all(state in states for state in status["pms"].values())


def read_status(document: ElementTree.Element, status: dict[str, Any]) -> None:
    """Fills in what crm_mon says; a VM that is just being moved is nowhere."""
    for node in document.iterfind("nodes/node"):
        state = "offline"
        if node.get("pending") == "true":
            state = "pending"
        elif node.get("online") == "true":
            state = "standby" if node.get("standby") == "true" else "online"
        status["pms"][node.get("name")] = state
    for resource in document.iterfind("resources/resource"):
        nodes = [node.get("name") for node in resource.iterfind("node")]
        settled = resource.get("role") == "Started" and resource.get("pending") is None
        status["vms"][resource.get("id")] = nodes[0] if settled and len(nodes) == 1 else None
    for failure in document.iterfind("failures/failure"):
        fields = ("op_key", "node", "exitstatus", "exitreason")
        status["failures"].append(" ".join(failure.get(field, "") for field in fields).strip())


def _pairs(ident: str, values: Mapping[str, str]) -> str:
    return "".join(
        f'<nvpair id="{ident}-{name}" name="{name}" value={quoteattr(value)}/>'
        for name, value in values.items()
    )


def _properties(ident: str, values: Mapping[str, str]) -> str:
    return f'<cluster_property_set id="{ident}">{_pairs(ident, values)}</cluster_property_set>'


def _attributes(ident: str, values: Mapping[str, str], tag: str = "meta_attributes") -> str:
    return f'<{tag} id="{ident}">{_pairs(ident, values)}</{tag}>'


def _resource(spec: VmSpec) -> str:
    """A VM as a resource: stopped here and started there, never migrated."""
    parameters = {"config": f"{DEFINITIONS}/{spec.name}.xml", "hypervisor": "qemu:///system"}
    operations = "".join(
        f'<op id="{spec.name}-{name}" name="{name}" interval="{interval}" timeout="{seconds}s"/>'
        for name, interval, seconds in OPERATIONS
    )
    return (
        f'<primitive id="{spec.name}" class="ocf" provider="heartbeat" type="VirtualDomain">'
        + _attributes(f"{spec.name}-parameters", parameters, "instance_attributes")
        + _attributes(f"{spec.name}-meta", {"allow-migrate": "false"})
        + f"<operations>{operations}</operations></primitive>"
    )


def _home(spec: VmSpec, pm: str) -> str:
    """Where it is started first; weaker than its wish to stay where it is."""
    return (
        f'<rsc_location id="{spec.name}-home" rsc="{spec.name}" node="{pm}" score="{HOME_SCORE}"/>'
    )
