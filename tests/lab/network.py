"""One bridge, and a veth link to each PM; links and paths can be cut."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.lab.processes import call
from tests.lab.state import LabError, Settings


def _mac(address: str) -> str:
    """A hardware address of its own for each address, the same after every boot."""
    return "02:00:" + ":".join(f"{int(part):02x}" for part in address.split("."))


def _links() -> dict[str, dict[str, Any]]:
    return {link["ifname"]: link for link in json.loads(call(["ip", "-j", "link"]).stdout)}


@dataclass(frozen=True, slots=True)
class Network:
    """The host's side of the lab's network."""

    settings: Settings

    @property
    def _owner(self) -> str:
        """Written to the bridge, so that nobody else's bridge of that name is taken for ours."""
        return f"twinpoint lab {self.settings.dir}"

    def link_of(self, pm_name: str) -> str:
        """The host's end of the PM's cable."""
        return f"{self.settings.bridge}-{self.settings.pm_names.index(pm_name) + 1}"

    def up(self) -> None:
        """Makes the bridge, with the console's address on it, unless it is there."""
        bridge = self.settings.bridge
        link = _links().get(bridge)
        if link is not None and link.get("ifalias") != self._owner:
            # Made and not yet marked: an `up` was killed between two commands.
            if link.get("ifalias") is not None or json.loads(
                call(["ip", "-j", "address", "show", bridge]).stdout
            )[0].get("addr_info"):
                raise LabError(f"{bridge} belongs to {link.get('ifalias', 'somebody else')}")
            call(["ip", "link", "del", bridge])
            link = None
        if link is None:
            call(["ip", "link", "add", bridge, "type", "bridge"])
            call(["ip", "link", "set", bridge, "alias", self._owner])
        address = f"{self.settings.console_address}/24"
        # Without one of its own it takes a port's, and changes it whenever a PM comes or goes.
        call(["ip", "link", "set", bridge, "address", _mac(self.settings.console_address)])
        call(["ip", "address", "replace", address, "dev", bridge])
        call(["ip", "link", "set", bridge, "up"])

    def down(self) -> None:
        """Takes away the bridge and any link left on it; nothing if it is another lab's."""
        links = _links()
        if links.get(self.settings.bridge, {}).get("ifalias") != self._owner:
            return
        for name in self.settings.pm_names:
            if self.link_of(name) in links:
                # check: the link goes by itself when the PM's namespace ends, maybe right now.
                call(["ip", "link", "del", self.link_of(name)], check=False)
        call(["ip", "link", "del", self.settings.bridge])

    def plug(self, pm_name: str, init: int) -> None:
        """Gives the PM whose first process is `init` a cable to the bridge."""
        host, inside = self.link_of(pm_name), f"{self.link_of(pm_name)}p"[-15:]
        self.unplug(pm_name)
        call(["ip", "link", "add", host, "type", "veth", "peer", "name", inside])
        call(["ip", "link", "set", host, "master", self.settings.bridge])
        call(["ip", "link", "set", inside, "netns", str(init)])
        call(["ip", "link", "set", host, "up"])
        enter = ["nsenter", "-t", str(init), "-n", "--"]
        mac = _mac(self.settings.address(pm_name))
        call([*enter, "ip", "link", "set", inside, "name", "eth0", "address", mac])

    def unplug(self, pm_name: str) -> None:
        """Takes the PM's cable away, if there is one."""
        if self.link_of(pm_name) in _links():
            call(["ip", "link", "del", self.link_of(pm_name)], check=False)

    def set_link(self, pm_name: str, *, up: bool) -> None:
        """Pulls or plugs the PM's cable; nothing if there is none."""
        if self.link_of(pm_name) in _links():
            call(["ip", "link", "set", self.link_of(pm_name), "up" if up else "down"])

    def forget_failures(self, inits: Sequence[int]) -> None:
        """Lets everybody look for everybody anew, instead of remembering who did not answer."""
        call(["ip", "neighbour", "flush", "dev", self.settings.bridge])
        for init in inits:
            enter = ["nsenter", "-t", str(init), "-n", "--"]
            # check: a PM that is just starting has no eth0 yet, and nothing to forget.
            call([*enter, "ip", "neighbour", "flush", "dev", "eth0"], check=False)

    def is_cut(self, pm_name: str) -> bool:
        """Whether the cable is pulled."""
        link = _links().get(self.link_of(pm_name))
        return link is not None and "UP" not in link["flags"]

    def drop(self, init: int, address: str, *, drop: bool) -> None:
        """Drops, or no longer drops, all packets between the PM and one address."""
        enter = ["nsenter", "-t", str(init), "-n", "--", "iptables", "-w"]
        for chain, way in (("INPUT", "-s"), ("OUTPUT", "-d")):
            rule = [chain, way, address, "-j", "DROP"]
            there = call([*enter, "-C", *rule], check=False).returncode == 0
            if there != drop:
                call([*enter, "-A" if drop else "-D", *rule])

    def dropped(self, init: int) -> list[str]:
        """The addresses which the PM's packets do not reach."""
        enter = ["nsenter", "-t", str(init), "-n", "--", "iptables", "-w"]
        rules = call([*enter, "-S", "INPUT"], check=False).stdout.splitlines()
        return [r.split()[3].split("/")[0] for r in rules if r.endswith("-j DROP") and " -s " in r]
