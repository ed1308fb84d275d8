"""What the grammars find in one message, each looked for once and only when somebody asks.

The intent decision asks for concepts, the reading for values; both share one `Evidence`.
"""

import re
from collections.abc import Callable
from typing import ClassVar, Generic, TypeVar

from knowledge.language.goings import AT_TIMES, asks_after_exit, been_out, comes_home, heads_out, speaks_of_going
from knowledge.language.health import HealthFound, find_health
from knowledge.language.of_others import lists_others
from knowledge.language.parties import PartyFound, find_party_size
from knowledge.language.pattern_table import Sought
from knowledge.language.people import PhoneFound, find_phone
from knowledge.language.persons import SPEAKER, PersonFound, find_persons
from knowledge.language.places import OriginFound, find_origin
from knowledge.language.superseded import as_it_stands
from knowledge.language.symptoms import NONE
from knowledge.language.trips import somebody_died

_CODE = re.compile(r"(?:绑定|绑)[ :]*[0-9A-Za-z-]{4,24}(?![0-9A-Za-z])")
_TRAIN = re.compile(r"(?<![A-Za-z0-9])(?:[GDCKTZYgdckzt]\d{1,4}|[A-Z][A-Z0-9]\d{3,4})(?![A-Za-z0-9.])|\d{4}次")
_PLATE = re.compile(r"[一-鿿][A-HJ-NP-Za-hj-np-z][·. ]?[A-HJ-NP-Za-hj-np-z0-9]{5,6}(?![A-Za-z0-9])")
_CLOCK = re.compile(r"\d{1,2}:\d\d|[\d一二三四五六七八九十两]点|\d{1,2}-\d{1,2}点")
_AMOUNT = Sought(
    r"[\d一二两三四五六七八九十半几俩][个]?(?:袋|斤|箱|桶|盒|瓶|包|公斤|提|罐|颗|棵|只|条|板|片|支|捆|筐|块|两|kg|份|把|卷|吨|大袋|小袋|大桶|壶)"
)
_AMENDED = Sought(r"(?:不是|别是)[^,。;?\n吗]{1,12}?[ ,]?(?<!不)(?:是|改|应该)")
_GIVES_UP = Sought(
    r"(?:先|就|都)?(?:别|不|甭|不想|不用|不要)(?:再)?(?:办|弄|报|填|打|写|申请|登记|去|回|回去|回来|来|买|走|出去|出|返|做|搞|整|打卡|报备)(?:了|啦|咯)"
    rf"|不(?:用|必|需要)?(?:{AT_TIMES})*(?:去|回|上|接)[^,。;!?了]{{1,5}}了(?:$|[ ,。!])"
)
# Concepts that a function of the text tells; the first two only where a word of going is said.
_OF_GOING = (("heads_out", heads_out), ("been_out", been_out))
_SAID = (("asks_after_exit", asks_after_exit), ("comes_home", comes_home), ("bereaved", somebody_died))
_FAMILY = re.compile("一家|全家|家里|我们|[0-9一二两三四五六七八九][口个]人?|[俩仨]|三口|大人|都(?!量|测|打|报)")
_DIGIT = re.compile("[0-9]")
_LETTER = re.compile("[A-Za-z次]")
_LONG_NUMBER = re.compile("[0-9]{3}")
_NUMBER_ONLY = re.compile(r"[\d ,.]+")
_DOOR_ROW = re.compile(
    r"(?<![\d.])\d{3,4}[室户]? ?[:,]? ?(?=[一-鿿]{0,8}?[ :]?(?:[34]\d(?:[.度]|$)|没人|不开门|无人|都|正常|没事|不在|空户))"
)
# 办不办, 有没有; 还能办席不. It begins with a set of characters, so that most of a text is passed over.
_ASKS = re.compile(r"[不没吗么?](?:(?<=\?)|(?<=[不没吗么])(?:$|[ ?。!,])|(?<=([一-鿿])[不没])\1)")


Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801
    """A property that is worked out when first asked for; without the lock of functools.cached_property."""

    def __init__(self, find: Callable[["Evidence"], Value]) -> None:
        self._find = find
        self.__doc__ = find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, evidence: "Evidence", owner: type) -> Value:
        value = evidence.__dict__[self._name] = self._find(evidence)
        return value


class Evidence:
    """One normalised message and what it holds.

    `staff` says that a member of staff writes it, `asked` which slot it answers.
    """

    # Concepts that no word list holds; intents.yaml may use them. The two last are found by intents.py.
    CONCEPTS: ClassVar[tuple[str, ...]] = (
        "temperature", "symptom", "trouble", "well", "persons", "several_named", "doors", "doors_one", "positive_test",
        "contact", "phone", "code", "train", "plate", "party", "clock", "amount", "amended", "gives_up", "asks",
        "number_only", "origin", "staff", "heads_out", "been_out", "asks_after_exit", "comes_home", "bereaved",
        "nothing_only", "greeting_only",
    )  # fmt: skip

    def __init__(self, text: str, staff: bool = False, asked: str = "") -> None:
        self.text = text
        self.staff = staff
        self.asked = asked

    @once
    def health(self) -> HealthFound | None:
        """What the text says about one person's health."""
        return find_health(self.text, by_staff=self.staff)

    @once
    def persons(self) -> tuple[PersonFound, ...]:
        """The several or other people of a check-in."""
        health = self.health
        return find_persons(self.text, None if health is None else health.temperatures, self.staff)

    @once
    def phone(self) -> PhoneFound | None:
        """The mobile number."""
        return find_phone(self.text)

    @once
    def party(self) -> PartyFound | None:
        """How many people travel."""
        current = as_it_stands(self.text)
        return find_party_size(current) or (find_party_size(self.text) if current is not self.text else None)

    @once
    def origin(self) -> OriginFound | None:
        """Where the journey begins."""
        current = as_it_stands(self.text)
        return find_origin(current) or (find_origin(self.text) if current is not self.text else None)

    @once
    def is_of_several(self) -> bool:
        """Whether several temperatures are given for a family whose members are not named."""
        health = self.health
        return health is not None and len(health.temperatures) > 1 and _FAMILY.search(self.text) is not None

    @once
    def lists_others(self) -> bool | None:
        """Whether those of a check-in are others than the writer's own home; None where that is not certain."""
        return None if self.health is None else lists_others(self.text, self.staff, self.persons)

    @once
    def rows(self) -> int:
        """How many doors a list of households names."""
        return len(_DOOR_ROW.findall(self.text))

    def concepts(self, is_said: Callable[[str], bool], is_unknown: bool) -> list[str]:
        """The concepts of `CONCEPTS` that hold.

        `is_said` tells whether a word of a concept's list was found, `is_unknown` that no word was.
        """
        found = ["staff"] if self.staff else []
        self._add_health(found)
        self._add_signs(found)
        if _DIGIT.search(self.text) is not None:
            self._add_numbers(found)
        travels = is_said("come_back") or is_said("from_place") or is_said("travel") or is_said("away")
        if travels or is_said("return_report") or is_unknown:
            if self.origin is not None:
                found.append("origin")
            if self.party is not None:
                found.append("party")
        return found

    def _add_health(self, found: list[str]) -> None:
        health = self.health
        if health is None:
            return
        if health.temperatures:
            found.append("temperature")
        if health.symptoms is not None:
            found.append("well" if health.symptoms == NONE else "symptom")
        if health.troubles:
            found.append("trouble")
        if health.positive_test:
            found.append("positive_test")
        if health.contact_history is not None:
            found.append("contact")
        if self.persons:
            self._add_persons(found)

    def _add_persons(self, found: list[str]) -> None:
        found.append("persons")
        others = [person for person in self.persons if person.name != SPEAKER]
        doors = sum(bool(person.door) for person in others)
        if doors:
            found.append("doors" if doors > 1 else "doors_one")
        if sum(person.is_named for person in others) > 1:
            found.append("several_named")

    def _add_signs(self, found: list[str]) -> None:
        text = self.text
        if _ASKS.search(text) is not None:
            found.append("asks")
        if "是" in text and _AMENDED.search(text) is not None:
            found.append("amended")
        for concept, is_said in (*_OF_GOING, *_SAID) if speaks_of_going(text) else _SAID:
            if is_said(text):
                found.append(concept)
        if "了" in text and _GIVES_UP.search(text) is not None:
            found.append("gives_up")
        if _AMOUNT.search(text) is not None:
            found.append("amount")
        if "绑" in text and _CODE.search(text) is not None:
            found.append("code")
        if ("点" in text or ":" in text) and _CLOCK.search(text) is not None:
            found.append("clock")

    def _add_numbers(self, found: list[str]) -> None:
        text = self.text
        if _NUMBER_ONLY.fullmatch(text) is not None:
            found.append("number_only")
        if _LETTER.search(text) is not None:
            if _TRAIN.search(text) is not None:
                found.append("train")
            if _PLATE.search(text) is not None:
                found.append("plate")
        if _LONG_NUMBER.search(text) is not None:
            if self.phone is not None:
                found.append("phone")
            if self.rows > 1 and "doors" not in found:
                found.append("doors")
