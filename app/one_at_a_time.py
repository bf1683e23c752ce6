"""A lock for long work in Python, which is no faster in several threads at once."""

from __future__ import annotations

import threading

# Whoever parses or compares thousands of records holds this. The window's thread then has to share
# the interpreter with one other and not with two for each system.
one_at_a_time = threading.RLock()
