"""What went wrong, as the code and fields that app.model.problems knows on the console."""

from __future__ import annotations

from typing import Any


class Problem(Exception):
    """Base: `code` and `fields` travel to the console; `details` is a tool's own output."""

    def __init__(self, code: str, *, details: str = "", **fields: Any) -> None:
        super().__init__(f"{code} {fields}")
        self.code = code
        self.fields = fields
        self.details = details

    def wire(self) -> dict[str, Any]:
        return {"code": self.code, "fields": self.fields}


class Refused(Problem):
    """Nothing was touched."""


class Failed(Problem):
    """A run had begun; what it wrote is cleared away."""


class Cancelled(Failed):
    """Somebody asked the run to stop."""

    def __init__(self, by: str) -> None:
        super().__init__("cancelled", by=by)
