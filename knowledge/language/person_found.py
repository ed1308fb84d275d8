"""One person of a check-in: as a text mentions them (mentions.py), and with what is said of them (persons.py)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.language.health import HealthFound
from knowledge.language.temperatures import Temperature

SPEAKER = "我"
NOBODY = ""  # people who are not told apart: what stands behind them is said of nobody named
# A figure that may be meant as a temperature and that no counter follows; doors and dates have signs of their own.
_FIGURE = re.compile(
    r"(?<![\dA-Za-z:/第男女-])(?<![男女][ ,、/])(?:3[4-9]|4[0-3]|[1-9]\d[ .,]?\d|[三四]十[一二三四五六七八九]?)(?![\d:/-])"
    r"(?! ?(?:[岁号楼点月年日天个人分次斤块元室户栋周码路度]|单元|小时|多岁))"
    r"(?![ ,、|/]{1,3}(?:3[4-9]|4[0-3])\.\d)"  # 马上 34 36.5: the age in the column before it
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody whom a text speaks of: how they are called, the door before them or "", and where."""

    name: str
    door: str
    start: int
    end: int
    is_named: bool = False


@dataclass(frozen=True, slots=True)
class PersonFound:
    """One person of a check-in: how they are called, what is said of them, the door before the name or "", where.

    `is_named` tells somebody called by name from the speaker and their relatives.
    """

    name: str
    health: HealthFound
    door: str
    span: tuple[int, int]
    is_named: bool = False


def is_told(health: HealthFound) -> bool:
    """Whether anything is said of somebody."""
    return (
        health.temperature is not None
        or bool(health.confirm)
        or health.symptoms is not None
        or bool(health.troubles)
        or health.positive_test is not None
        or health.contact_history is not None
    )


def has_unread_figure(said: str, temperatures: Sequence[Temperature]) -> bool:
    """Whether a figure that may be meant as a temperature could not be read: then 没事 must not stand alone."""
    read = [each.span for each in temperatures]
    return any(
        not any(start < figure.end() and figure.start() < end for start, end in read)
        for figure in _FIGURE.finditer(said)
    )


def is_unread(text: str, person: PersonFound) -> bool:
    """Whether somebody has a figure that may be meant as a temperature and could not be read."""
    health = person.health
    return not health.temperatures and health.temperature is None and has_unread_figure(text[slice(*person.span)], ())
