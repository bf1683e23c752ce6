"""How long a container will last, as a sentence."""

from __future__ import annotations

from typing import assert_never

from app.rules.container_rules import FEWEST, MANY, Lasting, Limit, Outlook, TooFew
from app.sentences.text import QT_TRANSLATE_NOOP, Size, Text, Value


def outlook_text(outlook: Outlook) -> Text:
    """For a cell of a table."""
    match outlook:
        case TooFew():
            return Text(QT_TRANSLATE_NOOP("Sentences", "too few to tell"))
        case Lasting(snapshots=count):
            if count is None:
                text = QT_TRANSLATE_NOOP("Sentences", "more than {count} more")
                return Text(text, {"count": MANY})
            if count == 0:
                return Text(QT_TRANSLATE_NOOP("Sentences", "no room for one more"))
            return Text(QT_TRANSLATE_NOOP("Sentences", "about {count} more"), {"count": count})
        case _:
            assert_never(outlook)


def outlook_sentence(outlook: Outlook) -> Text:
    """With what it follows from, and what ends first."""
    match outlook:
        case TooFew(known):
            return Text(
                QT_TRANSLATE_NOOP(
                    "Sentences",
                    "Too few snapshots to tell: the rate is reckoned from {needed} or more that"
                    " hold only what changed, and there are {known}.",
                ),
                {"needed": FEWEST, "known": known},
            )
        case Lasting():
            return _lasting(outlook)
        case _:
            assert_never(outlook)


def _lasting(outlook: Lasting) -> Text:
    values: dict[str, Value] = {
        "count": MANY if outlook.snapshots is None else outlook.snapshots,
        "mean": Size(outlook.mean),
        "end": _end(outlook.limit),
    }
    if outlook.snapshots is None:
        template = QT_TRANSLATE_NOOP(
            "Sentences", "More than {count} more at the recent rate ({mean} for each snapshot)."
        )
    elif outlook.days is None:
        template = QT_TRANSLATE_NOOP(
            "Sentences", "About {count} more at the recent rate ({mean} for each snapshot). {end}"
        )
    elif outlook.days < 1.5:
        template = QT_TRANSLATE_NOOP(
            "Sentences",
            "About {count} more at the recent rate ({mean} for each snapshot), which lasts about"
            " a day. {end}",
        )
    else:
        values["days"] = round(outlook.days)
        template = QT_TRANSLATE_NOOP(
            "Sentences",
            "About {count} more at the recent rate ({mean} for each snapshot), which lasts some"
            " {days} days. {end}",
        )
    return Text(template, values)


def _end(limit: Limit) -> Text:
    match limit:
        case Limit.CONTAINER:
            return Text(QT_TRANSLATE_NOOP("Sentences", "The container is what ends first."))
        case Limit.DISK:
            return Text(
                QT_TRANSLATE_NOOP("Sentences", "The disk space of the PM is what ends first.")
            )
        case _:
            assert_never(limit)
