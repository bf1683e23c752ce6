"""What a PM reads of its cluster, its mirrored storage and its load; and who holds a VM."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.remote import cluster, power_check
from app.remote.agent_info import SILENT, told
from app.remote.domain import DomainFacts
from app.remote.load import load, sizes
from app.remote.mirror import all_drbd_8, all_drbd_9
from app.remote.records import BadRecord
from app.remote.store import Store, make_folder
from tests.app.made import VM

CRM = """<pacemaker-result api-version="2.25" request="crm_mon -1 --output-as=xml">
<nodes>
 <node name="pm1" id="1" online="true" standby="true" maintenance="false" pending="false"/>
 <node name="pm2" id="2" online="true" standby="false" maintenance="false" pending="false"/>
 <node name="pm3" id="3" online="false" standby="false" maintenance="true" pending="false"/>
 <node name="pm4" id="4" online="true" standby="false" maintenance="true" pending="false"/>
 <node name="pm5" id="5" online="true" standby="false" maintenance="false" pending="true"/>
</nodes></pacemaker-result>"""
RESOURCES = """<resources>
 <group id="g"><primitive id="web" class="ocf" provider="heartbeat" type="VirtualDomain">
  <instance_attributes id="a"><nvpair id="n" name="config" value="{path}"/></instance_attributes>
 </primitive></group>
 <primitive id="gone" type="VirtualDomain">
  <instance_attributes id="b"><nvpair id="m" name="config" value="/nowhere"/></instance_attributes>
 </primitive>
 <primitive id="ip" type="IPaddr2"/>
</resources>"""
DRBD_9 = [
    {
        "name": "r0",
        "role": "Primary",
        "devices": [{"disk-state": "UpToDate"}, {"disk-state": "Inconsistent"}],
        "connections": [
            {
                "connection-state": "Connected",
                "peer_devices": [{"replication-state": "SyncTarget"}],
            }
        ],
    },
    {"name": "r1", "role": "Secondary", "devices": [{"disk-state": "UpToDate"}], "connections": []},
]
DRBD_8 = """version: 8.4.11
 0: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----
 1: cs:StandAlone ro:Secondary/Unknown ds:Outdated/DUnknown r-----
"""


def test_nodes_of_the_cluster() -> None:
    assert cluster.nodes(CRM) == {
        "pm1": "standby",
        "pm2": "online",
        "pm3": "offline",
        "pm4": "maintenance",
        "pm5": "pending",
    }
    with pytest.raises(BadRecord):
        cluster.nodes("crm_mon: error")


def test_vms_of_the_cluster(tmp_path: Path) -> None:
    path = tmp_path / "web.xml"
    path.write_text(f"<domain><name>web01</name><uuid>{VM.upper()}</uuid></domain>")
    assert cluster.vms(RESOURCES.format(path=path)) == {VM: "web"}
    path.write_text("<!DOCTYPE x><domain/>")
    assert cluster.vms(RESOURCES.format(path=path)) == {}


def test_mirrors_in_drbds_own_words() -> None:
    assert all_drbd_9(json.dumps(DRBD_9)) == [
        {"name": "r0", "role": "Primary", "disk": "Inconsistent", "connection": "SyncTarget"},
        {"name": "r1", "role": "Secondary", "disk": "UpToDate", "connection": ""},
    ]
    assert all_drbd_9("no json") == []
    assert all_drbd_8(DRBD_8) == [
        {"name": "0", "role": "Primary", "disk": "UpToDate", "connection": "Connected"},
        {"name": "1", "role": "Secondary", "disk": "Outdated", "connection": "StandAlone"},
    ]


def test_load_of_this_machine() -> None:
    now = load()
    assert now is not None
    assert now["processors"] >= 1
    assert 0 < now["memory_free"] <= now["memory_total"]
    assert sizes("MemTotal:  16 kB\nHugePages_Total:  3\n") == {"MemTotal": 16384}


def info(*names: str, off: tuple[str, ...] = (), version: object = "7.2.11") -> str:
    commands = [{"name": name, "enabled": name not in off} for name in names]
    return json.dumps({"return": {"version": version, "supported_commands": commands}})


FREEZING = ("guest-fsfreeze-freeze", "guest-fsfreeze-thaw", "guest-fsfreeze-status")


def test_what_an_agent_can_do() -> None:
    assert told(info(*FREEZING, "guest-shutdown", "guest-exec")) == {
        "kind": "agent",
        "version": "7.2.11",
        "abilities": ["freeze", "shut-down"],
    }
    assert told(info(*FREEZING, off=("guest-fsfreeze-thaw",)))["abilities"] == []
    assert len(told(info(version="7" * 1000))["version"]) == 40


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"return": {"supported_commands": [7]}}'])
def test_what_an_agent_says_may_be_anything(text: str) -> None:
    assert told(text) == SILENT


@pytest.mark.parametrize(
    ("activity", "held"), [("snapshot", True), ("roll-back", True), ("create-vm", False)]
)
def test_who_holds_a_vm(tmp_path: Path, activity: str, held: bool) -> None:
    store = Store(tmp_path)
    make_folder(store.vm(VM))
    facts = DomainFacts(VM, "web01", "shut off", "shutdown", False, "", ())
    lock = store.vm_lock(VM)
    lock.take({"activity": activity, "owner": "akiko", "since": "now"})
    # A lock whose holder's job is not known yet has just been taken.
    found = power_check._held(store, facts)  # noqa: SLF001
    assert [problem.code for problem in found] == (["vm-busy"] if held else [])
    lock.release()
    assert power_check._held(store, facts) == []  # noqa: SLF001
