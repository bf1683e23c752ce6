"""A real pair of KVM hosts on one Debian machine, for the demo and the tests."""

from tests.lab.lab import Lab
from tests.lab.state import LabError

__all__ = ["Lab", "LabError"]
