"""A topic of the help as a page to read and as plain text to copy and to search."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence

from app.help import Group, Topic, group_text
from app.help.problem_topics import example_note
from app.sentences import Text
from ui.text import capitalized, shown

# lupdate finds calls of this name.
translate = QCoreApplication.translate


def topic_title(topic: Topic) -> str:
    """A problem's begins with a name, mostly; that is written as it is."""
    sentence = topic.group is Group.PROBLEMS
    return shown(topic.title) if sentence else capitalized(topic.title)


def topic_text(topic: Topic) -> str:
    """All of it, as plain text."""
    return "\n\n".join([topic_title(topic), *_paragraphs(topic), *_code(topic)])


def topic_page(topic: Topic, more: str = "") -> str:
    """The same as HTML, with `more` behind it. Every word is escaped: it shows as it is."""
    lines = [
        f"<p><small>{_safe(shown(group_text(topic.group)))}</small></p>",
        f"<h3>{_safe(topic_title(topic))}</h3>",
        *(f"<p>{_safe(text)}</p>" for text in _paragraphs(topic)),
        *(f"<p><small>{_safe(text)}</small></p>" for text in _code(topic)),
    ]
    return "".join(lines) + more


def keys_page(actions: Sequence[QAction]) -> str:
    """The keys of those actions that have one."""
    native = QKeySequence.SequenceFormat.NativeText
    rows = [
        f"<tr><td><b>{_safe(action.shortcut().toString(native))}</b></td>"
        f"<td>&nbsp;&nbsp;{_safe(without_key(action.text()))}</td></tr>"
        for action in actions
        if not action.shortcut().isEmpty()
    ]
    heading = _safe(translate("HelpDialog", "Keys"))
    return f"<h4>{heading}</h4><table cellspacing='4'>{''.join(rows)}</table>"


def without_key(text: str) -> str:
    """A menu's words without the mark of its key: "&Find", or "検索(&F)" where the words have
    no Latin letters."""
    return re.sub(r"\(&.\)|&", "", text)


def _paragraphs(topic: Topic) -> list[str]:
    told = [shown(text) for text in topic.paragraphs]
    if topic.remedy is not None:
        told.append(_labelled(translate("HelpDialog", "What to do: {remedy}"), topic.remedy))
    if topic.group is Group.PROBLEMS:
        told.append(shown(example_note()))
    return told


def _code(topic: Topic) -> list[str]:
    if topic.group is not Group.PROBLEMS:
        return []
    return [translate("HelpDialog", "Code: {code}").format(code=topic.key)]


def _labelled(words: str, remedy: Text) -> str:
    return words.format(remedy=shown(remedy))


def _safe(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
