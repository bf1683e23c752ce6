"""What runs on a PM: standard library only, Python 3.9 and later, shipped as one zipapp."""
