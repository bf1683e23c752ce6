"""Domain XML of a real libvirt 9.0, and what the format allows beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machines.domain_state import vm_state
from app.machines.domain_xml import BadXml, Circumstances, parse
from app.machines.virsh_hypervisor import capacities, state_of
from app.model.vm import Agent, Domain, Firmware, VmState
from app.model.volume import Obstacle, Volume
from app.remote.domain import parse as parse_on_pm

DATA = Path(__file__).parents[2] / "data"
UUID = "6739c70b-f537-5ce3-b26a-ae658a90b780"
NOW = Circumstances(VmState.RUNNING)


def sample(name: str) -> Domain:
    return parse((DATA / name).read_text(encoding="utf-8"), NOW)


def made(devices: str, os: str = "") -> Domain:
    text = (
        f"<domain><name>x</name><uuid>{UUID}</uuid><memory unit='MiB'>64</memory><vcpu>2</vcpu>"
        f"<os>{os}</os><devices>{devices}</devices></domain>"
    )
    return parse(text, NOW)


def disk(target: str, more: str = "", source: str = "<source file='/v/x'/>") -> str:
    return f"<disk type='file'><driver type='qcow2'/>{source}<target dev='{target}'/>{more}</disk>"


def test_a_running_vm() -> None:
    domain = sample("domain-running.xml")
    assert domain.name == "web01"
    assert domain.firmware is Firmware.BIOS
    assert domain.agent is Agent.CONNECTED
    assert [volume.target for volume in domain.volumes] == ["vda", "vdb", "vdc"]
    assert [volume.boot for volume in domain.volumes] == [True, False, False]
    assert domain.volumes[0].source == "/srv/volumes/web01/vda.qcow2"
    assert domain.memory == 163840 * 1024


def test_nobody_can_answer_in_a_vm_that_is_off() -> None:
    text = (DATA / "domain-stopped.xml").read_text(encoding="utf-8")
    assert parse(text, Circumstances(VmState.STOPPED)).agent is Agent.VM_OFF
    assert parse(text, Circumstances(VmState.BOOTING)).agent is Agent.SILENT
    without = text.replace("org.qemu.guest_agent.0", "other")
    assert parse(without, Circumstances(VmState.STOPPED)).agent is Agent.NONE


def test_uefi() -> None:
    assert sample("domain-uefi.xml").firmware is Firmware.UEFI
    for os in ("<loader type='pflash'>x</loader>", "<nvram>x</nvram>"):
        assert made("", os).firmware is Firmware.UEFI
    assert made("", "<loader type='rom'>x</loader>").firmware is Firmware.BIOS


def test_names_in_any_script() -> None:
    assert sample("domain-other-script.xml").name == "会計 サーバー"


def test_boot_order_goes_before_the_first_disk() -> None:
    domain = made(disk("vda") + disk("vdb", "<boot order='3'/>") + disk("vdc", "<boot order='2'/>"))
    assert [volume.boot for volume in domain.volumes] == [False, False, True]
    odd = made(disk("vda", "<boot order='x'/>") + disk("vdb", "<boot order='0'/>"))
    assert [volume.boot for volume in odd.volumes] == [True, False]


def test_drives_are_no_volumes() -> None:
    text = "<disk type='file' device='{}'><source file='/x'/><target dev='hda'/></disk>"
    assert made(text.format("cdrom") + text.format("floppy")).volumes == ()


@pytest.mark.parametrize(
    ("text", "obstacle"),
    [
        (disk("vda"), None),
        (disk("vda", "<readonly/>"), Obstacle.READ_ONLY),
        (disk("vda", "<transient/>"), Obstacle.TRANSIENT),
        (disk("vda", source=""), Obstacle.NO_MEDIUM),
        (disk("vda").replace("qcow2", "vmdk"), Obstacle.FORMAT),
        (disk("vda", "<encryption format='luks'/>"), Obstacle.ENCRYPTED),
        (disk("vda", source="<source file='/x'><encryption/></source>"), Obstacle.ENCRYPTED),
        (disk("vda", source="<source file='/x'><slices/></source>"), Obstacle.SLICE),
        (disk("vda").replace("<driver type='qcow2'/>", ""), None),
        (disk("vda").replace("type='file'", "type='block' device='lun'"), Obstacle.PASS_THROUGH),
        (
            "<disk type='network'><source protocol='rbd' name='p/i'/><target dev='vda'/></disk>",
            Obstacle.NETWORK,
        ),
        (
            "<disk type='volume'><driver type='raw'/><source pool='p' volume='v'/>"
            "<target dev='vda'/></disk>",
            None,
        ),
        ("<disk type='block'><source dev='/dev/vg/x'/><target dev='vda'/></disk>", None),
    ],
)
def test_obstacles(text: str, obstacle: Obstacle | None) -> None:
    (volume,) = made(text).volumes
    assert volume.obstacle is obstacle
    if "type='volume'" not in text:  # which the PM has to look up in its libvirt
        (on_pm,) = parse_on_pm(f"<domain><devices>{text}</devices></domain>", "", "").disks
        assert on_pm.obstacle == (obstacle.value if obstacle else "")


def test_a_backing_chain_is_not_another_volume() -> None:
    chain = (
        "<backingStore type='file'><format type='qcow2'/><source file='/base'/>"
        "<backingStore/></backingStore>"
    )
    (volume,) = made(disk("vda", chain)).volumes
    assert volume == Volume("vda", "/v/x", "qcow2", True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<domain/>",
        "<network><name>x</name></network>",
        "<!DOCTYPE domain><domain/>",
        '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f"<domain><name>&e;</name><uuid>{UUID}</uuid></domain>",
        "<domain><name>x</name>",
        "<?xml version='1.0' encoding='utf-16'?><domain/>",
        "<domain>\0</domain>",
        "<domain>" + "<a>" * 200_000 + "</a>" * 200_000 + "</domain>",
        '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        f"<domain><name>&b;</name><uuid>{UUID}</uuid></domain>",
    ],
)
def test_what_is_no_domain(text: str) -> None:
    with pytest.raises(BadXml):
        parse(text, NOW)


def test_a_doctype_in_another_encoding_is_no_way_in() -> None:
    text = (
        "<?xml version='1.0' encoding='utf-16'?><!DOCTYPE d [<!ENTITY e 'x'>]>"
        f"<domain><name>&e;</name><uuid>{UUID}</uuid></domain>"
    )
    with pytest.raises(BadXml):
        parse(text.encode("utf-16"), NOW)


@given(st.text())
def test_any_text_is_a_domain_or_an_error(text: str) -> None:
    with pytest.raises(BadXml):
        parse(text, NOW)


tags = st.sampled_from(["disk", "source", "target", "driver", "boot", "channel", "memory", "os"])
attributes = st.dictionaries(
    st.sampled_from(["type", "device", "dev", "file", "order", "unit", "name", "state"]),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="<&'"),
        max_size=8,
    ),
    max_size=3,
)
elements = st.recursive(
    st.tuples(tags, attributes).map(lambda pair: _element(*pair, "")),
    lambda inner: st.tuples(tags, attributes, st.lists(inner, max_size=3)).map(
        lambda each: _element(each[0], each[1], "".join(each[2]))
    ),
    max_leaves=10,
)


def _element(tag: str, attributes: dict[str, str], inner: str) -> str:
    said = "".join(f" {name}='{value}'" for name, value in attributes.items())
    return f"<{tag}{said}>{inner}</{tag}>"


@given(st.lists(elements, max_size=4))
def test_any_devices_give_a_domain(devices: list[str]) -> None:
    try:
        domain = made("".join(devices))
    except BadXml:
        return  # a character that XML does not allow
    assert sum(volume.boot for volume in domain.volumes) <= 1


@pytest.mark.parametrize(
    ("numbers", "state", "cleanly"),
    [
        ((1, 1), VmState.RUNNING, False),
        ((3, 1), VmState.PAUSED, False),
        ((3, 5), VmState.IO_ERROR, False),
        ((3, 2), VmState.MIGRATING, False),
        ((3, 10), VmState.CRASHED, False),
        ((3, 11), VmState.BOOTING, False),
        ((4, 1), VmState.STOPPING, False),
        ((5, 1), VmState.STOPPED, True),
        ((5, 2), VmState.STOPPED, False),
        ((5, 0), VmState.STOPPED, False),
        ((6, 1), VmState.CRASHED, False),
        ((7, 0), VmState.SUSPENDED, False),
        ((99, 99), VmState.UNKNOWN, False),
    ],
)
def test_states(numbers: tuple[int, int], state: VmState, cleanly: bool) -> None:
    assert vm_state(*numbers) == (state, cleanly)


def test_stats_of_a_real_virsh() -> None:
    text = (DATA / "domstats.txt").read_text(encoding="utf-8")
    assert capacities(text) == {"vda": 2**28, "vdb": 2**29, "vdc": 2**29}
    assert state_of(text) == (VmState.RUNNING, False)


@given(st.text())
def test_any_stats_do_no_harm(text: str) -> None:
    capacities(text)
    state_of(text)
