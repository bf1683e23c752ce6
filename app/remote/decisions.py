"""What somebody decided for the whole system: its form, and which of two decisions is the newer.

Both PMs keep every decision; `settle.py` brings them together where they were apart. The order is
in milliseconds by the clock of the PM that took it, but always above every order that this PM
knew: so whoever decided with another decision before their eyes wins over it, however the clocks
of the two PMs differ.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from typing import Any

Decisions = dict[str, dict[str, Any]]  # by name; each {"value", "by", "since", "order", "pm"}

SNAPSHOTS = "snapshots"  # whether snapshots may be taken
CONTAINER_PERCENT = "container_percent"  # capacity of a new container, of its volume's size
WARNING_PERCENT = "warning_percent"  # how full a container may be before it is told of
DEFAULTS: dict[str, bool | int] = {SNAPSHOTS: True, CONTAINER_PERCENT: 250, WARNING_PERCENT: 80}
# That an alert is acknowledged is a decision too: True, or False once what it told of is over. The
# name is one that every console gives the same alert (app/rules/alerts.py).
ALERT = re.compile(r"alert(/[A-Za-z0-9._-]{1,80}){2,3}")
ALERT_AGE = 90 * 86_400.0  # seconds; whatever is still wrong after that shows again
MOST_ALERTS = 300
RANGES = {CONTAINER_PERCENT: (110, 1000), WARNING_PERCENT: (10, 100)}

LAST_ORDER = 2**53  # JSON readers may keep no larger number exact
LONGEST = 200  # characters of a name


def is_value(name: object, value: object) -> bool:
    """Whether this may be decided under this name."""
    if name == SNAPSHOTS or is_alert(name):
        return isinstance(value, bool)
    if not isinstance(name, str) or name not in RANGES or type(value) is not int:
        return False
    least, most = RANGES[name]
    return least <= value <= most


def is_alert(name: object) -> bool:
    return isinstance(name, str) and ALERT.fullmatch(name) is not None


def lasting(decisions: Decisions, now: float) -> Decisions:
    """Without acknowledgements that are old, or more than are worth keeping."""
    alerts = sorted(
        (name for name in decisions if is_alert(name)),
        key=lambda name: rank(decisions[name]),
        reverse=True,
    )
    kept = {name for name in alerts[:MOST_ALERTS] if decisions[name]["since"] > now - ALERT_AGE}
    return {name: each for name, each in decisions.items() if name in kept or not is_alert(name)}


def sound(values: object) -> Decisions:
    """The well-formed decisions of what a record, a peer or a console holds."""
    if not isinstance(values, dict):
        return {}
    return {name: value for name, value in values.items() if _is_decision(name, value)}


def newest(*sets: Decisions) -> Decisions:
    """Of each decision the newest that any of the sets holds. The order of the sets changes
    nothing, so that two PMs that exchange theirs end with the same."""
    found: Decisions = {}
    for decisions in sets:
        for name, decision in decisions.items():
            if name not in found or rank(decision) > rank(found[name]):
                found[name] = decision
    return found


def rank(decision: Mapping[str, Any]) -> tuple[int, str, str]:
    """Two decisions of one order were taken apart from each other, on two PMs; one of them has to
    win on both."""
    return decision["order"], decision["pm"], json.dumps(decision, sort_keys=True)


def next_order(decisions: Decisions, now: float) -> int:
    """For a decision taken now by somebody who knows these."""
    known = max((decision["order"] for decision in decisions.values()), default=0)
    return min(LAST_ORDER, max(int(now * 1000), known + 1))


def _is_decision(name: object, value: object) -> bool:
    if not isinstance(value, dict) or set(value) != {"value", "by", "since", "order", "pm"}:
        return False
    since, order = value["since"], value["order"]
    return (
        is_value(name, value["value"])
        and all(
            isinstance(value[each], str) and len(value[each]) <= LONGEST for each in ("by", "pm")
        )
        and type(since) in (int, float)
        and math.isfinite(since)
        and 0 <= since < 1e11
        and type(order) is int
        and 0 < order <= LAST_ORDER
    )
