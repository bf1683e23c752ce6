"""End to end on the real pair of tests/lab."""
