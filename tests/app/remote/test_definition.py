"""The definition of a new VM: another identity, other volumes, the rest as it was."""

from __future__ import annotations

import contextlib
import dataclasses
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.machines.domain_xml import Circumstances
from app.machines.domain_xml import parse as parse_on_the_console
from app.model.vm import VmState
from app.remote.definition import count_nics, new_definition
from app.remote.making import Making, NewVolume
from app.remote.problems import Refused
from app.remote.records import BadRecord
from tests.app.made import HOSTS, SNAPSHOT, VM

NEW = "11111111-2222-4333-8444-555555555555"
GENID = "99999999-2222-4333-8444-555555555555"
FOLDER = "/v/copy-11111111"
MAKING = Making(
    uuid=NEW,
    name="'; rm -rf $HOME # & <b>",
    genid=GENID,
    vm=VM,
    snapshot=SNAPSHOT,
    owner=HOSTS[0],
    folders=(FOLDER,),
    volumes=(NewVolume("vda", f"{FOLDER}/vda.raw", "raw"),),
    macs=("52:54:00:01:02:03", "52:54:00:01:02:04"),
)
OLD = f"""<domain type='kvm' id='7' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
  <name>web01</name><uuid>{VM}</uuid><genid>{VM}</genid><title>the web server</title>
  <metadata><x:os xmlns:x='http://x.org/'><x:id>7</x:id></x:os></metadata>
  <memory unit='MiB'>512</memory><currentMemory unit='MiB'>256</currentMemory>
  <vcpu placement='static' current='2'>4</vcpu>
  <cputune><vcpupin vcpu='0' cpuset='1'/><vcpupin vcpu='3' cpuset='2'/><emulatorpin cpuset='1'/>
  </cputune>
  <sysinfo type='smbios'><system><entry name='uuid'>{VM}</entry><entry name='serial'>S1</entry>
  </system></sysinfo>
  <os><type arch='x86_64'>hvm</type><nvram template='/t'>/var/lib/old.fd</nvram></os>
  <cpu mode='host-model'><topology sockets='4' dies='1' cores='1' threads='1'/></cpu>
  <future keeps='me'/>
  <devices>
    <emulator>/usr/bin/qemu</emulator>
    <disk type='block' device='disk'><driver name='qemu' type='qcow2' discard='unmap'/>
      <source dev='/dev/vg/web01'><encryption format='luks'/></source><backingStore/>
      <target dev='vda' bus='virtio'/><serial>S-vda</serial><alias name='virtio-disk0'/></disk>
    <disk type='file' device='disk'><source file='/v/b'/><target dev='vdb'/></disk>
    <disk type='network' device='cdrom'><source protocol='http' name='x'/><target dev='hda'/>
      <readonly/></disk>
    <interface type='bridge'><mac address='52:54:00:aa:aa:aa'/><source bridge='br0' portid='1'/>
      <target dev='web01-net'/><virtualport><parameters interfaceid='{VM}'/></virtualport>
      <model type='virtio'/></interface>
    <interface type='hostdev'><mac address='52:54:00:bb:bb:bb'/></interface>
    <interface type='user'><model type='e1000'/></interface>
    <graphics type='vnc' port='5901' autoport='no' websocket='5701'><listen type='address'/>
    </graphics>
    <graphics type='spice' port='5902' tlsPort='5903'/>
    <channel type='unix'><source mode='bind' path='/run/web01.sock'/>
      <target type='virtio' name='org.qemu.guest_agent.0'/><alias name='ua-agent'/></channel>
    <channel type='tcp'><source mode='bind' host='::' service='6123'/><target name='x'/></channel>
    <serial type='file'><source path='/var/log/web01.log'/><log file='/serial-log'/>
      <target port='0'/></serial>
    <console type='pty' tty='/dev/pts/3'><source path='/dev/pts/3'/></console>
    <hostdev mode='subsystem' type='pci'/>
    <filesystem type='mount'><source dir='/srv/shared'/><target dir='x'/></filesystem>
    <filesystem type='mount'><source dir='/srv/read'/><target dir='y'/><readonly/></filesystem>
    <vsock><cid auto='no' address='7'/></vsock>
    <unheard-of colour='blue'><inner/></unheard-of>
  </devices>
  <seclabel type='dynamic' model='apparmor'><label>libvirt-{VM}</label><baselabel>b</baselabel>
  </seclabel>
  <seclabel type='static' model='selinux'><label>system_u:c1,c2</label></seclabel>
  <qemu:commandline><qemu:arg value='-foo'/></qemu:commandline>
</domain>"""


def made(text: str = OLD, **more: object) -> tuple[ElementTree.Element, tuple[str, ...], str]:
    new, left_out = new_definition(text, dataclasses.replace(MAKING, **more))  # type: ignore[arg-type]
    return ElementTree.fromstring(new), left_out, new


def test_it_has_an_identity_of_its_own() -> None:
    root, _, text = made()
    assert root.findtext("name") == MAKING.name
    assert root.findtext("uuid") == root.findtext("sysinfo/system/entry[@name='uuid']") == NEW
    assert root.findtext("genid") == GENID
    assert root.get("id") is None
    assert VM not in text
    assert "the web server" not in text
    macs = [mac.get("address") for mac in root.findall("devices/interface/mac")]
    assert macs == list(MAKING.macs)
    assert count_nics(OLD) == 2


def test_its_volumes_are_the_new_ones_and_no_others() -> None:
    root, _, _ = made()
    disk, cd = root.findall("devices/disk")
    assert (disk.get("type"), disk.find("source").attrib) == (  # type: ignore[union-attr]
        "file",
        {"file": f"{FOLDER}/vda.raw"},
    )
    assert disk.find("driver").attrib == {  # type: ignore[union-attr]
        "name": "qemu",
        "type": "raw",
        "discard": "unmap",
    }
    assert disk.findtext("serial") == "S-vda"
    assert disk.find("backingStore") is None
    assert disk.find("alias") is None
    assert (cd.get("device"), cd.get("type"), cd.find("source")) == ("cdrom", "file", None)


def test_nothing_is_shared_with_the_old_vm() -> None:
    root, left_out, text = made()
    assert left_out == (
        "interface hostdev",
        "channel tcp",
        "hostdev pci",
        "filesystem /srv/shared",
    )
    for old in ("5901", "5701", "5902", "5903", "web01.sock", "web01.log", "pts/3", "web01-net",
                "old.fd", "c1,c2", "portid", "serial-log", "6123"):  # fmt: skip
        assert old not in text, old
    assert [g.get("autoport") for g in root.findall("devices/graphics")] == ["yes", "yes"]
    assert root.find("devices/serial").get("type") == "pty"  # type: ignore[union-attr]
    assert root.find("devices/vsock/cid").attrib == {"auto": "yes"}  # type: ignore[union-attr]
    assert root.find("devices/channel/alias").get("name") == "ua-agent"  # type: ignore[union-attr]


def test_what_is_not_understood_stays() -> None:
    root, _, text = made()
    assert root.find("future").get("keeps") == "me"  # type: ignore[union-attr]
    assert root.find("devices/unheard-of/inner") is not None
    assert '<qemu:commandline><qemu:arg value="-foo" /></qemu:commandline>' in text
    assert "<x:id>7</x:id>" in text
    assert root.findtext("seclabel/baselabel") == "b"
    assert root.findtext("memory") == "512"
    assert root.findtext("vcpu") == "4"


def test_memory_and_processors_change_with_all_that_hangs_on_them() -> None:
    root, _, _ = made(memory=2**30, processors=2)
    for tag in ("memory", "currentMemory"):
        element = root.find(tag)
        assert element is not None
        assert (element.text, element.get("unit")) == ("1048576", "KiB")
    vcpu = root.find("vcpu")
    assert vcpu is not None
    assert (vcpu.text, vcpu.get("current")) == ("2", None)
    assert root.find("cpu/topology").attrib == {  # type: ignore[union-attr]
        "sockets": "1",
        "cores": "2",
        "threads": "1",
    }
    tune = root.find("cputune")
    assert tune is not None
    assert [(pin.tag, pin.get("vcpu")) for pin in tune] == [("vcpupin", "0"), ("emulatorpin", None)]


@pytest.mark.parametrize(("field", "value"), [("memory", 2**30), ("processors", 2)])
def test_a_size_that_numa_fixes_is_refused(field: str, value: int) -> None:
    text = OLD.replace("<topology", "<numa><cell id='0' cpus='0-3' memory='1'/></numa><topology")
    with pytest.raises(Refused) as caught:
        made(text, **{field: value})
    assert caught.value.code == "vm-size-fixed"
    assert caught.value.fields["what"] == field


def test_the_console_reads_it() -> None:
    _, _, text = made()
    domain = parse_on_the_console(text, Circumstances(VmState.STOPPED))
    assert (domain.uuid, domain.name) == (NEW, MAKING.name)
    assert [(v.target, v.source, v.format) for v in domain.volumes] == [
        ("vda", f"{FOLDER}/vda.raw", "raw")
    ]


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE d [<!ENTITY a 'a'>]><domain><name>&a;</name></domain>", "<domain", "", "\0"],
)
def test_hostile_text_is_refused(text: str) -> None:
    with pytest.raises(BadRecord):
        new_definition(text, MAKING)


tags = st.sampled_from(["disk", "interface", "serial", "graphics", "hostdev", "os", "cputune"])
children = st.sampled_from(["source", "target", "mac", "listen", "alias", "vcpupin", "entry"])
words = st.sampled_from(["", "file", "unix", "vda", "²", "5900", "vnc"])
names = st.sampled_from(["type", "dev", "path", "port", "vcpu", "name", "device"])


@given(st.lists(st.tuples(tags, st.dictionaries(names, words), children), max_size=6))
def test_any_definition_becomes_one_or_an_error(
    devices: list[tuple[str, dict[str, str], str]],
) -> None:
    inner = ""
    for tag, attributes, child in devices:
        said = " ".join(f'{name}="{value}"' for name, value in attributes.items())
        inner += f"<{tag} {said}><{child} {said}/></{tag}>"
    text = f"<domain><devices>{inner}</devices>{inner}</domain>"
    macs = tuple(f"52:54:00:00:00:{number:02x}" for number in range(count_nics(text)))
    with contextlib.suppress(BadRecord):
        new, _ = new_definition(text, dataclasses.replace(MAKING, macs=macs, processors=1))
        assert NEW in new
