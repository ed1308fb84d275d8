"""What a correction of check-ins says: whose, of which day, and what is right: 昨天写错了 我爸是36.7 我昨天是36.6.

Somebody who is named, by name, relation or door, is the one whose check-in is meant; where nobody is, that stays open.
A day that is said goes for all that has none of its own. Text is normalised.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from knowledge.language.checkin_days import days_apart, is_within_days
from knowledge.language.corrections import without_withdrawn
from knowledge.language.dates import find_dates
from knowledge.language.health import HealthFound, find_health
from knowledge.language.household_list import find_rows
from knowledge.language.pattern_table import Sought
from knowledge.language.persons import SPEAKER, find_persons

# Words that say that something was wrong, and nothing of what is right.
_MARKS = re.compile(
    r"(?:刚才?|方才|之前|前面)?[写打报填说弄记搞量看改]错(?:人|数|位)?(?:了|的)?|错了|不对|应该?[是为]?|[改换][成为到]|更正[为成]?|其实是?"
)
_WRONG = Sought(
    r"[写打报填说弄记搞量看改]错了?|[更改]正|(?:改|换)[成为到]|(?<!是)(?:不是|并非)[^,。?吗]{1,16}?[ ,]?(?<!不)(?:是|应该)"
)
_WITHDRAWN = re.compile(r"(?:不是|并非) ?(\d{2}(?:\.\d{1,2})?)(?!\d)")
_WITHDRAWN_NAME = re.compile(r"(?:不是|并非) ?[一-鿿]{1,4}$")
# The writer: 我是36.5, 我昨天; not 我爸, 我们, 我家, 我说的是.
_OF_ONESELF = re.compile(r"(?:我|俺|本人)(?![家们说妈爸爹娘爷奶姥哥姐弟妹儿闺女老])")
_HEARD = re.compile(r"(?:我|俺)(?:刚才|刚)?(?:说|报|写|讲)的?(?:是|的是)")
# Further back no check-in is made up for or put right by a message.
_DAYS_BACK = 6


@dataclass(frozen=True, slots=True)
class PutRight:
    """One person's check-in that is to be put right.

    `day` None: none was said; `who` is 我 for the writer, None where nobody is named; `door` 101 and `building` 3号楼 where
    the place is said instead. `was` is the figure that is taken back.
    """

    day: date | None
    who: str | None
    health: HealthFound
    was: float | None = None
    door: str | None = None
    building: str | None = None

    @property
    def says_something(self) -> bool:
        """Whether it says what is right."""
        said = self.health
        is_told = (said.temperature, said.symptoms, said.positive_test, said.contact_history)
        return bool(said.troubles) or any(one is not None for one in is_told)


def says_it_was_wrong(text: str) -> bool:
    """Whether a text says in so many words that something said before was wrong."""
    return _WRONG.search(text) is not None


def find_put_right(text: str, now: datetime, doors: bool = False) -> list[PutRight]:
    """What a correction says, one for each person and day in the order of the text; `doors`: 101 can be a household.

    Somebody may be named without a word of what is right (我说的是101王桂芝); empty where nobody is and nothing is said.
    """
    was = _WITHDRAWN.search(text)
    rest = _MARKS.sub(" ", _WITHDRAWN_NAME.sub(" ", _HEARD.sub(" ", without_withdrawn(text)))).strip()
    days = {
        day.value
        for day in find_dates(rest, now, "past")
        if not day.limit and not day.joined and is_within_days(day.value, now.date(), _DAYS_BACK)
    }
    apart = days_apart(rest, now) if len(days) > 1 else []
    parts: list[tuple[date | None, str]] = [(one.day, one.text) for one in apart]
    parts = parts or [(min(days) if len(days) == 1 else None, rest)]
    return [
        one for day, said in parts for one in _of_each(said, day, None if was is None else float(was[1]), doors)
    ]


def _of_each(text: str, day: date | None, was: float | None, doors: bool) -> list[PutRight]:
    rows = find_rows(text) if doors else ()
    if rows:
        return [
            PutRight(
                day,
                row.name or row.relation,
                HealthFound(row.temperature, {}, row.symptoms, row.contact_history, row.positive_test, row.troubles),
                was,
                row.door,
                row.building,
            )
            for row in rows
        ]
    persons = find_persons(text)
    if persons:
        return [PutRight(day, one.name, one.health, was) for one in persons]
    health = find_health(text)
    if health is None:
        return []
    return [PutRight(day, SPEAKER if _OF_ONESELF.search(text) else None, health, was)]
