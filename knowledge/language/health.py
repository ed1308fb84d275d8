"""What one person says about their health: temperature, symptoms of now, contact with a case, a positive test.

INTERFACES 5 (health_checkin) names the values. The text is expected normalised; what it leaves open is None.
"""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from knowledge.language.contacts import find_contact
from knowledge.language.pattern_table import Sought
from knowledge.language.settled_temperature import settle
from knowledge.language.strangers import without_strangers
from knowledge.language.symptoms import find_symptoms
from knowledge.language.temperatures import Temperature, find_temperatures

Span = tuple[int, int]
_NOTHING: Mapping[str, float] = MappingProxyType({})

_CLAUSE = r"[^,。;!?\n]"
_OPEN = re.compile(r"吗|是不是|算不算|会不会|有没有|是否|要是|如果|万一|假如|怕")

_POSITIVE_CUE = Sought("[阳阴羊]|[两二俩2]条?道?杠|[两二]条线|一道杠|一条杠|中招")
_OWN_POSITIVE = re.compile(
    rf"(?:抗原|核酸|检测|测|试纸|结果|自测|复查|我|本人){_CLAUSE}{{0,8}}?"
    r"(?:阳性|阳了|呈阳|为阳|转阳|是阳|阳(?=[,。;!\n ]|$))"
    r"|测(?:出|得)了?阳|(?:两|二|俩|2)(?:道|条) ?红?(?:杠|线)|(?:^|[,。;! \n])我?[阳羊]了"
    r"|(?:^|[,。;! \n])阳性(?=$|[,。;! \n])|我[也又]?(?:[阳羊]了|中招了)|阳性了"
)
_OWN_NEGATIVE = re.compile(
    rf"阴性|阴了|转阴|(?:抗原|核酸|检测|测|结果){_CLAUSE}{{0,6}}?(?:是|为|呈|都)?阴|一[道条]杠|[没不]阳"
    rf"|(?:没有?|不是|未){_CLAUSE}{{0,3}}阳性"
)
_SUSPECTED = re.compile("怀疑|估计|可能|好像|感觉|觉得|应该是?阳|不知道|不会是?阳")
_OTHERS_POSITIVE = re.compile(
    rf"(?:接触|密接|有人|邻居|小区|楼|村里|单位|同事|同学|对门|隔壁|谁|别人|他|她|确诊|病例){_CLAUSE}{{0,10}}[阳羊]"
    r"|阳性(?:病例|患者|感染|人员|的|家)"
)


class HealthFound(NamedTuple):
    """The health of one person as a text states it.

    `temperature` is in ℃; `confirm` proposes a value for a field whose spelling looks like a slip; `symptoms` as in
    INTERFACES 5; `troubles` are complaints without a code, in the words of the text. None: the text leaves it open.
    """

    temperature: float | None = None
    confirm: Mapping[str, float] = _NOTHING
    symptoms: tuple[str, ...] | None = None
    contact_history: bool | None = None
    positive_test: bool | None = None
    troubles: tuple[str, ...] = ()
    temperatures: tuple[Temperature, ...] = ()

    @property
    def span(self) -> Span:
        """From the first to the last temperature; (0, 0) where there is none."""
        found = self.temperatures
        return (found[0].span[0], found[-1].span[1]) if found else (0, 0)


def find_health(
    text: str,
    asked: bool = False,
    temperatures: Sequence[Temperature] | None = None,
    by_staff: bool = False,
) -> HealthFound | None:
    """The health that a normalised text states about one person; None when it says nothing about it.

    `asked` says that the text answers the question for a temperature. `temperatures` are given of a piece of a text, in
    which they have been found already, and strangers too. `by_staff`: a member of staff writes it.
    """
    if temperatures is None:
        text = without_strangers(text, by_staff)
        temperatures = find_temperatures(text, asked)
    settled = settle(text, temperatures)
    felt = find_symptoms(text)
    contact, positive = find_contact(text), find_positive_test(text)
    if not temperatures and felt is None and contact is None and positive is None:
        return None
    return HealthFound(
        settled.value,
        _NOTHING if settled.proposal is None else {"temperature": settled.proposal},
        None if felt is None else felt.symptoms,
        contact,
        positive,
        () if felt is None else felt.troubles,
        tuple(temperatures),
    )


def find_positive_test(text: str) -> bool | None:
    """Whether the person reports a positive test of their own; None where nothing is stated."""
    if _POSITIVE_CUE.search(text) is None:
        return None
    for clause in re.split(r"[。;!\n]", text):
        if _POSITIVE_CUE.search(clause) is None or _OPEN.search(clause) is not None:
            continue
        if _OTHERS_POSITIVE.search(clause) is not None or _SUSPECTED.search(clause) is not None:
            continue
        rest, negatives = _OWN_NEGATIVE.subn("|", clause)
        is_negative, is_positive = negatives > 0, _OWN_POSITIVE.search(rest) is not None
        if is_negative or is_positive:
            return None if is_negative and is_positive else is_positive  # 昨天两道杠今天一道杠: ask
    return None
