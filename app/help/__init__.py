"""What the program says about itself: every page, state, label and problem, as topics; no Qt.

topic.py           Topic, its group, and what the topics are called
topics.py          all of them, and what can be asked about: a state, a problem, a page
page_topics.py     pages and dialogs, and the words they use
state_topics.py    states of PMs and VMs, of snapshots and their copies
run_topics.py      consistency, steps, guest agents, volumes that cannot be captured
problem_topics.py  every problem by its code, told with example values by app/sentences
"""

from __future__ import annotations

from app.help.topic import Group, Topic, group_text
from app.help.topics import all_topics, topic_of

__all__ = ["Group", "Topic", "all_topics", "group_text", "topic_of"]
