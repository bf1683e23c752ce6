"""Takes names, addresses and secrets out of text and data: the same one by the same placeholder."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum

# They tell nothing of anybody, and much would be hard to read without them.
_HARMLESS = {"", "root", "localhost", "127.0.0.1", "::1", "0.0.0.0", "-", "…"}
_SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?P<what>(?i:\b(?:password|passwd|passphrase|secret|token|credentials|api[_-]?key)\w*"
    r"[\"']?\s*[:=]\s*))"
    r"(?:\"[^\"]*\"|'[^']*'|\S+)"
    r"|(?<=//)[^/\s:@]+:[^/\s@]+(?=@)",
    re.DOTALL,
)
# What a problem's or a record's text form names: vm='web02', by='akiko@console'.
_FIELDS = {
    "vm": "vm",
    "vm_name": "vm",
    "name": "name",
    "names": "name",
    "pm": "host",
    "peer": "host",
    "now_on": "host",
    "host": "host",
    "user": "user",
    "resource": "resource",
    "network": "network",
    "share": "share",
}
_PATTERNS = (
    r"\b(?P<field>" + "|".join(_FIELDS) + r")='(?P<value>[^'\n]+)'",
    r"(?P<key>SHA256:[A-Za-z0-9+/=]{20,}|ssh-[a-z0-9-]+ AAAA[A-Za-z0-9+/=]+)",
    r"(?P<mac>\b[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}\b)",
    r"(?P<address>\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|(?<![\w:.])(?=[0-9A-Fa-f:]*::|(?:[0-9A-Fa-f]+:){7})[0-9A-Fa-f:]{3,}(?![\w:]))",
    r"(?P<login>[\w.+-]+)@(?P<at>[\w-]+(?:\.[\w-]+)*)",
    r"(?<=/home/)(?P<home>[^/\s'\"]+)|(?<=/Users/)(?P<home2>[^/\s'\"]+)"
    r"|(?<=\\Users\\)(?P<home3>[^\\\s'\"]+)",
)


class Redactor:
    """`names` are those known beforehand, by what they are ("vm", "host", "user", …). One object
    for everything that belongs together: a placeholder says that two names were the same."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._placeholders: dict[str, str] = {}
        self._counts: dict[str, int] = {}
        forms: dict[str, str] = {}
        for kind, known in names.items():
            for name in sorted(set(known)):
                if name.casefold() not in _HARMLESS:
                    placeholder = self._placeholder(kind, name)
                    forms.update((form, placeholder) for form in _forms(name))
        self._forms = {form.casefold(): placeholder for form, placeholder in forms.items()}
        known_names = [_whole(form) for form in sorted(forms, key=len, reverse=True)]
        known_first = [f"(?P<known>{'|'.join(known_names)})"] if known_names else []
        # One pass: what was put in is not looked at again.
        self._all = re.compile("|".join([*known_first, *_PATTERNS]), re.IGNORECASE)

    def text(self, text: str) -> str:
        return self._all.sub(self._replaced, _SECRET.sub(_no_secret, text))

    def data(self, value: object) -> object:
        """A record as JSON takes it, with the words in it redacted. Free text goes as a whole."""
        if is_dataclass(value) and not isinstance(value, type):
            told = {"code": value.code} if hasattr(value, "code") else {}
            for field in fields(value):
                inner = getattr(value, field.name)
                free = field.name == "description" and isinstance(inner, str)
                told[field.name] = f"<{len(inner)} characters>" if free else self.data(inner)
            return told
        match value:
            case Enum():
                return value.value
            case datetime():
                return value.isoformat()
            case str():
                return self.text(value)
            case Mapping():
                return {str(key): self.data(inner) for key, inner in value.items()}
            case tuple() | list() | set() | frozenset():
                return [self.data(inner) for inner in value]
            case _:
                return value

    def _replaced(self, found: re.Match[str]) -> str:
        groups = {name: word for name, word in found.groupdict().items() if word is not None}
        match groups:
            case {"known": word}:
                return self._forms[word.casefold()]
            case {"field": field, "value": word}:
                return f"{field}='{self._of(_FIELDS[field.lower()], word)}'"
            case {"login": user, "at": host}:
                return f"{self._of('user', user)}@{self._of('host', host)}"
            case {"key": word}:
                return self._of("key", word)
            case {"mac": word}:
                return self._of("mac", word)
            case {"address": word}:
                return self._of("address", word)
            case _:
                return self._of("user", next(iter(groups.values())))

    def _of(self, kind: str, word: str) -> str:
        """For a word that a pattern found; one that holds a known name goes by that name."""
        folded = word.casefold()
        if folded in self._forms:
            return self._forms[folded]
        return word if folded in _HARMLESS else self._placeholder(kind, word)

    def _placeholder(self, kind: str, name: str) -> str:
        folded = name.casefold()
        if folded not in self._placeholders:
            self._counts[kind] = self._counts.get(kind, 0) + 1
            self._placeholders[folded] = f"<{kind}-{self._counts[kind]}>"
        return self._placeholders[folded]


def _no_secret(found: re.Match[str]) -> str:
    """What it was for stays."""
    return f"{found['what'] or ''}<secret>"


def _forms(name: str) -> set[str]:
    """As it is written in plain text, in JSON, in markup."""
    return {name, json.dumps(name)[1:-1], html.escape(name), html.escape(name, quote=False)}


def _whole(name: str) -> str:
    """Not within a longer word; scripts without spaces between words have no such thing."""
    begin = r"(?<![A-Za-z0-9])" if name[:1].isascii() else ""
    end = r"(?![A-Za-z0-9])" if name[-1:].isascii() else ""
    return begin + re.escape(name) + end
