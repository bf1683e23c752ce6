"""What somebody decided for the whole system, as one PM holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from app.remote import decisions


class Setting(Enum):
    """What can be decided for a system; kept on both PMs, so that every console sees it."""

    SNAPSHOTS = decisions.SNAPSHOTS  # whether snapshots may be taken: True or False
    CONTAINER_PERCENT = decisions.CONTAINER_PERCENT  # capacity of a new one, of its volume's size
    WARNING_PERCENT = decisions.WARNING_PERCENT  # how full a container is when it is warned of

    @property
    def default(self) -> bool | int:
        return decisions.DEFAULTS[self.value]

    @property
    def least(self) -> int:
        return decisions.RANGES[self.value][0]

    @property
    def most(self) -> int:
        return decisions.RANGES[self.value][1]


@dataclass(frozen=True, slots=True)
class Decision:
    """`since` is by the clock of the PM that took it, whose host UUID is `pm`. Which of two is the
    newer follows from `rank`, not from `since`: the clocks may differ."""

    setting: Setting
    value: bool | int
    by: str
    since: datetime
    rank: tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That somebody took note of an alert, or (`on` False) that what it told of is over. `alert` is
    the name that every console gives it. The rest is as for a Decision."""

    alert: str
    on: bool
    by: str
    since: datetime
    rank: tuple[int, str, str]
