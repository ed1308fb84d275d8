"""The day's control announcements (clause 3.2, DESIGN 6.6): loading them strictly and proposing a measure.

current = in_force(announcements, at=now)
outcome = propose(current, Arrival.from_origin("150100", "呼和浩特市", arrive_on))
"""

from knowledge.announcements.course import Course, course_of_proposal
from knowledge.announcements.examples import example_failures
from knowledge.announcements.matching import Doubt, Stay
from knowledge.announcements.model import Announcement, Area, BadAnnouncement, load_announcement
from knowledge.announcements.proposing import (
    Arrival,
    Conflict,
    Outcome,
    Proposal,
    Silence,
    describe,
    doubt_words,
    in_force,
    propose,
    rule_facts,
)

__all__ = [
    "Announcement",
    "Area",
    "Arrival",
    "BadAnnouncement",
    "Conflict",
    "Course",
    "Doubt",
    "Outcome",
    "Proposal",
    "Silence",
    "Stay",
    "course_of_proposal",
    "describe",
    "doubt_words",
    "example_failures",
    "in_force",
    "load_announcement",
    "propose",
    "rule_facts",
]
