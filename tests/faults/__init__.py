"""Faults that are really caused, on the real pair of tests/lab."""
