"""The program on the PM, without a PM."""
