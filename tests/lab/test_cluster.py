"""What the lab makes of the cluster's words, and what it refuses; the cluster itself is proved by
tests/pair/test_failover_ha.py."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest

from tests.lab import Lab, LabError
from tests.lab.cluster import Cluster, read_status
from tests.lab.state import Settings

MONITOR = """
<pacemaker-result>
  <nodes>
    <node name="pm1" online="true" standby="{standby}" pending="false"/>
    <node name="pm2" online="{online}" standby="false" pending="{pending}"/>
  </nodes>
  <resources>
    <resource id="web01" role="{role}" {more}><node name="pm1" id="1"/></resource>
  </resources>
  <failures><failure op_key="web01_start_0" node="pm2" exitstatus="error" exitreason=""/></failures>
</pacemaker-result>
"""


def read(**words: str) -> dict[str, Any]:
    known = {"standby": "false", "online": "true", "pending": "false", "role": "Started"}
    status: dict[str, Any] = {"pms": {}, "vms": {}, "failures": []}
    text = MONITOR.format(**{"more": "", **known, **words})
    read_status(ElementTree.fromstring(text), status)
    return status


def test_a_settled_cluster() -> None:
    status = read()
    assert status["pms"] == {"pm1": "online", "pm2": "online"}
    assert status["vms"] == {"web01": "pm1"}
    assert status["failures"] == ["web01_start_0 pm2 error"]


@pytest.mark.parametrize(
    ("words", "states"),
    [
        ({"standby": "true"}, {"pm1": "standby", "pm2": "online"}),
        ({"online": "false"}, {"pm1": "online", "pm2": "offline"}),
        ({"pending": "true"}, {"pm1": "online", "pm2": "pending"}),
    ],
)
def test_states_of_pms(words: dict[str, str], states: dict[str, str]) -> None:
    assert read(**words)["pms"] == states


@pytest.mark.parametrize("words", [{"role": "Stopped"}, {"more": 'pending="Stopping"'}])
def test_a_vm_on_its_way_is_nowhere(words: dict[str, str]) -> None:
    assert read(**words)["vms"] == {"web01": None}


def test_a_lab_without_a_cluster_has_no_status_of_one(tmp_path: Path) -> None:
    cluster = Cluster(Settings(tmp_path), {})
    assert cluster.vms == []
    with pytest.raises(LabError, match="does not hold web01"):
        Lab(Settings(tmp_path)).ha_wait("web01", "pm1")


def test_a_name_that_the_agent_cannot_quote_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabError, match="quote"):
        Cluster(Settings(tmp_path), {}).write_files(["会計 サーバー"], "qemu")


def test_a_second_pair_has_a_name_of_its_own(tmp_path: Path) -> None:
    assert Settings(tmp_path).system == "lab"
    assert Settings(tmp_path, net="10.79.0").system == "lab-10.79.0"
