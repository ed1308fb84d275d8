"""Announcements as the office enters them: a workbook or a pasted table, every slip told with its cell and the remedy."""

from knowledge.announcements.entry.faults import BadEntry, Fault
from knowledge.announcements.entry.reading import Head, announcement_of, table_of
from knowledge.announcements.entry.workbook import read_workbook, template, written

__all__ = [
    "BadEntry",
    "Fault",
    "Head",
    "announcement_of",
    "read_workbook",
    "table_of",
    "template",
    "written",
]
