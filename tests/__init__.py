"""The tests, and the real pair that they run on."""
