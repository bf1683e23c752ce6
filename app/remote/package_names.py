"""Names of files in packages: made from any text, safe on every system that may see them."""

from __future__ import annotations

import unicodedata

LONGEST = 60  # bytes; a tar header holds 100, and endings are added
_RESERVED = {
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)),
}


def safe_name(text: str, fallback: str = "snapshot") -> str:
    """Letters and digits of any script, "-", "_" and "." are kept; the rest becomes "_". Never
    hidden, never a name of a device on Windows, at most LONGEST bytes."""
    plain = unicodedata.normalize("NFC", text)
    chars = "".join(char if char.isalnum() or char in "-_." else "_" for char in plain)
    while "__" in chars:
        chars = chars.replace("__", "_")
    while len(chars.encode("utf-8", "replace")) > LONGEST:
        chars = chars[:-1]
    name = chars.strip("._-")
    if not name or name.split(".")[0].lower() in _RESERVED:
        name = f"{fallback}-{name}".rstrip("-")
    return name


def is_plain(name: str) -> bool:
    """Whether a name that a package gives is that of a file beside its descriptor."""
    return (
        0 < len(name.encode("utf-8", "surrogatepass")) <= 255
        and name not in (".", "..")
        and "/" not in name
        and "\\" not in name
        and name.isprintable()
    )
