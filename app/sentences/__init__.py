"""Every problem, event, step and state as an English sentence, ready to be translated; no Qt.

text.py      Text (a template and its values) and plain(), which makes a string of it
states.py    states, steps, consistency and its reasons
problems.py  any problem as cause and remedy: machine_refusals.py, vm_refusals.py, vm_problems.py,
             failures.py, container_texts.py, snapshot_refusals.py, first_run.py
guidance.py  what to do in the guest of a new VM; snapshot_advice.py before a snapshot
events.py    what an operation reports while it runs
"""

from __future__ import annotations

from app.sentences.events import consistency_sentence, event_text
from app.sentences.first_run import check_detail_text, check_text
from app.sentences.guidance import Guidance, new_vm_guidance
from app.sentences.outlook import outlook_sentence, outlook_text
from app.sentences.problem_text import ProblemText
from app.sentences.problems import problem_text
from app.sentences.snapshot_advice import snapshot_advice
from app.sentences.states import (
    ability_text,
    agent_text,
    consistency_text,
    copy_state_text,
    firmware_text,
    machine_state_text,
    method_text,
    obstacle_text,
    reason_text,
    snapshot_state_text,
    step_text,
    vm_state_text,
)
from app.sentences.text import (
    CONTEXT,
    QT_TRANSLATE_NOOP,
    Formatter,
    Moment,
    Size,
    Text,
    Value,
    identity,
    plain,
)

__all__ = [
    "CONTEXT",
    "QT_TRANSLATE_NOOP",
    "Formatter",
    "Guidance",
    "Moment",
    "ProblemText",
    "Size",
    "Text",
    "Value",
    "ability_text",
    "agent_text",
    "check_detail_text",
    "check_text",
    "consistency_sentence",
    "consistency_text",
    "copy_state_text",
    "event_text",
    "firmware_text",
    "identity",
    "machine_state_text",
    "method_text",
    "new_vm_guidance",
    "obstacle_text",
    "outlook_sentence",
    "outlook_text",
    "plain",
    "problem_text",
    "reason_text",
    "snapshot_advice",
    "snapshot_state_text",
    "step_text",
    "vm_state_text",
]
