"""The pair as the faults need it, brought up if it is not, and left as it was."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator

import pytest

from tests.faults.arena import Arena, open_arena


@pytest.fixture(scope="session")
def arena() -> Iterator[Arena]:
    if platform.system() != "Linux" or os.geteuid() != 0:
        pytest.skip("the real pair needs root on Linux: it is made of namespaces")
    with open_arena() as arena:
        yield arena
