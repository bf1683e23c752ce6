"""twinpointctl alert …: what went wrong, and that somebody took note of it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from app.cli.console import DONE, Console, WrongUsage, problem_lines
from app.cli.table import tame
from app.cli.wire import alert_json, flag_json
from app.model.machine import Flag
from app.model.state import SystemState
from app.operations.acknowledge_alerts import AcknowledgeAlerts
from app.operations.operation import CancelToken
from app.rules.alerts import Alert, alerts_of, flag_of, newest_acknowledgements

PREFIX = "alert/"


def list_alerts(console: Console, arguments: argparse.Namespace) -> int:
    with console.pair() as pair:
        state = console.look(pair)
    found = [alert for alert in _alerts(state) if arguments.all or alert.acknowledged is None]
    for alert in found:
        when = alert.since.astimezone().strftime("%Y-%m-%d %H:%M")
        console.say(f"{_short(alert)}  {when}  {tame(alert.subject)}")
        if alert.acknowledged is not None:
            console.say(f"  {_taken(alert.acknowledged)}")
        console.say(problem_lines(alert.problem, "  "))
    if not found:
        console.say("nothing needs attention")
    console.answer({"alerts": [alert_json(alert) for alert in found]})
    return DONE


def acknowledge(console: Console, arguments: argparse.Namespace) -> int:
    if bool(arguments.ids) == arguments.all:
        raise WrongUsage("alert acknowledge needs the ids of alerts, or --all")
    with console.pair() as pair:
        alerts = [each for each in _alerts(console.look(pair)) if each.name]
        chosen = _chosen(alerts, arguments.ids) if arguments.ids else alerts
        names = tuple(each.name for each in chosen if each.acknowledged is None)
        if names:
            AcknowledgeAlerts(pair, names).run(lambda _: None, CancelToken())
        known = newest_acknowledgements(console.look(pair))
    answers = []
    for alert in chosen:
        flag = flag_of(known.get(alert.name))
        console.say(f"{_short(alert)}: {_taken(flag) if flag else 'not acknowledged'}")
        answers.append({"id": _short(alert), "acknowledged": flag_json(flag)})
    console.answer({"alerts": answers})
    return DONE


def _alerts(state: SystemState) -> list[Alert]:
    """The newest first."""
    found = alerts_of(state, datetime.now(UTC))
    return sorted(found, key=lambda alert: (alert.since, alert.key), reverse=True)


def _chosen(alerts: Sequence[Alert], ids: Sequence[str]) -> list[Alert]:
    by_id = {_short(alert): alert for alert in alerts}
    chosen = []
    for each in ids:
        found = by_id.get(each.removeprefix(PREFIX))
        if found is None:
            raise WrongUsage(f"no alert has the id {each!r} now")
        chosen.append(found)
    return chosen


def _short(alert: Alert) -> str:
    """As it is typed."""
    return alert.name.removeprefix(PREFIX) or "-"


def _taken(flag: Flag) -> str:
    when = flag.since.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"acknowledged by {tame(flag.by)}, {when}"
