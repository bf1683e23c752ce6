"""What DRBD and md say while they synchronize, and while they do not."""

from __future__ import annotations

import json

import pytest

from app.remote.mirror import drbd_8, drbd_9, md

DRBD_8_TEXT = """version: 8.4.11 (api:1/proto:86-101)
 0: cs:SyncTarget ro:Secondary/Primary ds:Inconsistent/UpToDate C r-----
    ns:0 nr:409600 dw:409600 dr:0 al:8 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:638976
\t[======>.............] sync'ed: 40.0% (638976/1048576)K
 1: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----
"""
MD_TEXT = """Personalities : [raid1]
md0 : active raid1 sdb1[1] sda1[0]
      1046528 blocks super 1.2 [2/2] [UU]
      [=>...................]  {word} =  9.8% (103040/1046528) finish=1.2min speed=12880K/sec

md1 : active raid1 sdb2[1] sda2[0]
      2094080 blocks super 1.2 [2/2] [UU]

unused devices: <none>
"""


def _status(state: str) -> str:
    """As `drbdsetup status --json` of DRBD 9 prints one resource."""
    device = {"volume": 0, "replication-state": state, "percent-in-sync": 40.5}
    connection = {"name": "pm2", "connection-state": "Connected", "peer_devices": [device]}
    return json.dumps([{"name": "web01", "role": "Primary", "connections": [connection]}])


@pytest.mark.parametrize(
    ("state", "moving"), [("SyncSource", True), ("SyncTarget", True), ("Established", False)]
)
def test_drbd_9(state: str, moving: bool) -> None:
    assert drbd_9(_status(state)) == ([f"DRBD web01: {state} 40.5 %"] if moving else [])


@pytest.mark.parametrize("text", ["", "no JSON", "{}", "[1]", '[{"connections": {"a": 1}}]'])
def test_drbd_9_that_says_something_else(text: str) -> None:
    assert drbd_9(text) == []


def test_drbd_8_names_the_device_that_moves() -> None:
    assert drbd_8(DRBD_8_TEXT) == ["DRBD 0: SyncTarget"]


@pytest.mark.parametrize(
    ("word", "found"),
    [("recovery", ["md0: recovery 9.8 %"]), ("check", []), ("resync", ["md0: resync 9.8 %"])],
)
def test_md(word: str, found: list[str]) -> None:
    assert md(MD_TEXT.format(word=word)) == found
