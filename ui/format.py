"""Sizes, rates, times and counts in the user's locale (QLocale's default, set by translation)."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

DASH = "–"
# lupdate finds calls of this name.
translate = QCoreApplication.translate


def size(count: int) -> str:
    """Bytes, in the units of the storage world: "61.3 MiB"."""
    places = 0 if count < 1024 * 1024 else 1
    text = QLocale().formattedDataSize(count, places, QLocale.DataSizeFormat.DataSizeIecFormat)
    whole = QLocale().decimalPoint() + "0 "
    return text.replace(whole, " ")  # "2 GiB", not "2.0 GiB"


def rate(per_second: float) -> str:
    """Bytes per second: "94 MiB/s"."""
    if per_second <= 0:
        return ""
    return translate("Format", "{size}/s").format(size=size(int(per_second)))


def number(value: int) -> str:
    return QLocale().toString(value)


def percent(share: float) -> str:
    return translate("Format", "{number} %").format(number=QLocale().toString(round(share * 100)))


def moment(when: datetime) -> str:
    """Date and time of day, local."""
    local = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(local, "yyyy-MM-dd HH:mm")


def exact_moment(when: datetime) -> str:
    """Date and time with seconds, local."""
    local = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    return QLocale().toString(local, "yyyy-MM-dd HH:mm:ss")


def clock(when: datetime) -> str:
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(int(when.timestamp())), "HH:mm")


def lately(when: datetime, now: datetime | None = None) -> str:
    """The time of day; with the date when that is not of the last hours."""
    seconds = ((now or datetime.now(UTC)) - when).total_seconds()
    return clock(when) if seconds < 12 * 3600 else moment(when)


def ago(when: datetime, now: datetime | None = None) -> str:
    """How long since: "2 h ago"; a date when it is more than 30 days."""
    seconds = ((now or datetime.now(UTC)) - when).total_seconds()
    if seconds < 60:
        return translate("Format", "just now")
    if seconds < 3600:
        return translate("Format", "{count} min ago").format(count=number(int(seconds // 60)))
    if seconds < 86400:
        return translate("Format", "{count} h ago").format(count=number(int(seconds // 3600)))
    if seconds < 30 * 86400:
        return translate("Format", "{count} d ago").format(count=number(int(seconds // 86400)))
    return moment(when)


def as_of(when: datetime, now: datetime | None = None) -> str:
    """Of when something is, and how long ago that was."""
    if ((now or datetime.now(UTC)) - when).total_seconds() >= 30 * 86400:
        return translate("Format", "as of {time}").format(time=moment(when))
    return translate("Format", "as of {time}, {ago}").format(
        time=lately(when, now), ago=ago(when, now)
    )


def duration(seconds: float) -> str:
    """A length of time: "12 s", "3 min", "1 h 5 min"."""
    if seconds < 90:
        return translate("Format", "{count} s").format(count=number(max(1, round(seconds))))
    minutes = round(seconds / 60)
    if minutes < 60:
        return translate("Format", "{count} min").format(count=number(minutes))
    return translate("Format", "{hours} h {minutes} min").format(
        hours=number(minutes // 60), minutes=number(minutes % 60)
    )


class LocaleFormatter:
    """Writes the values of sentences in the user's locale."""

    def size(self, count: int) -> str:
        return size(count)

    def moment(self, when: datetime) -> str:
        return moment(when)

    def number(self, number: int) -> str:
        return QLocale().toString(number)
