"""Announcements as the office enters them: a workbook or a pasted table, every slip told with its cell and the remedy."""

from pathlib import Path

from knowledge.announcements.entry.faults import BadEntry, Fault
from knowledge.announcements.entry.reading import Head, announcement_of, table_of
from knowledge.announcements.entry.workbook import read_workbook, template, written
from knowledge.announcements.model import Announcement, load_announcement

__all__ = [
    "BadEntry",
    "Fault",
    "Head",
    "announcement_of",
    "read_file",
    "read_workbook",
    "table_of",
    "template",
    "written",
]


def read_file(file: Path) -> Announcement:
    """The announcement of a file: a workbook (.xlsx), else YAML. Raises BadAnnouncement, BadEntry, OSError."""
    if file.suffix.lower() == ".xlsx":
        return read_workbook(file.read_bytes(), file.name)
    return load_announcement(file)
