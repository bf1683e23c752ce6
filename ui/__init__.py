"""What the administrator sees: the only room with PySide6.

application.py   makes every object once and connects them
main_window.py   tree left, pages right, progress and status below; no decisions
jobs/            operations in threads
models/          what Qt's views show, changed row by row
views/           pages and panels
dialogs/         windows of their own
"""
