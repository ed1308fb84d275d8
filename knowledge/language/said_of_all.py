"""What is said of several people at once: behind them (都没事, 其余正常) and before them (三个人都正常:我36.2,老伴36.1)."""

import re
from dataclasses import replace

from knowledge.language.mentions import SPEAKER, Mention
from knowledge.language.person_found import PersonFound, is_unread
from knowledge.language.symptoms import NONE, SymptomsFound, find_symptoms

# What is said of everybody named before, or of the rest of them: 都没事, 三家没咳没烧, 那俩没啥事, 人都精神着呢.
_SUBJECT = (
    r"(?:以上|上述|上面|这|那|咱|俺|我们?|咱们|俺们|他们|她们|大家伙?儿?|大伙儿?|全家|一家子?|老两口|老公母俩|"
    r"两口子|小两口|夫妻俩?|全班|全组|全屋|家里|"
    r"其[余他它]|剩下?的?|别的|另外的?|全员|全体|吃住|身体)*"
)
_NUMBER = r"(?:[二两三四五六七八九十俩仨几]|[2-9])"
_PEOPLE = r"(?:孩子|娃娃?|学生|同学|员工|工人|工友|老人|邻居|同志|师傅|住户|居民|村民|业主|户|人)"
_ALL = re.compile(
    rf"(?:^|(?<=[ ,。;!\n\d])|(?<=[度点][一二三四五六七八九半])|(?<=[度℃])){_SUBJECT}"
    rf"(?:{_NUMBER}[个口户家位名]?)?{_PEOPLE}?[儿们]*"
    rf"(?:今天|身体|现在|目前|眼下|一切|也|倒是?|还)*(?:都|全|均|皆)"
    rf"|(?:^|(?<=[ ,。;!\n]))(?:{_SUBJECT}{_NUMBER}[个口户家位名]{_PEOPLE}?|(?:这|那|其[余他]|剩下的?|我们|他们|"
    rf"以上){_NUMBER}(?:个|口|户|家|位|名)?{_PEOPLE}?"
    rf"|(?:其[余他它]|剩下?的?|别的|另外的?){_PEOPLE})(?=[没无不未挺啥一])"
    r"|(?:^|(?<=[ ,。;!\n]))其余的?(?:一切|今天)*(?=正常|健康|良好|挺好|平安|没|无)"
    r"|(?:^|(?<=[ ,。;!\n]))[三四五六七八九][个口]人?[二两三四五六七八]个(?=[没无不挺])"
    r"|(?:^|(?<=[ ,。;!\n]))(?:全员|全体|全班|全组)(?:到岗|到校|到齐|在岗|在校)?[ ,]?(?=[没无未])"
    r"|(?:^|(?<=[ ,。;!\n])|(?<=[度℃])|(?<=[度点][一二三四五六七八九半]))(?=(?:没|无)(?:有)?(?:一个(?=[不难发咳烧人])|人))"
)
# 其余36人都正常: more than are named, so that others are meant. 就这俩 其余都正常: those who follow are not.
_REST = re.compile(r"(?:其[余他它]|剩下?的?|另外的?)(?:的)?(\d{1,3})[个位名]?(?:人|同学|学生|孩子|户|员工|住户)")
_NOT_THESE = re.compile("其[余他它]|剩下|别的|别人")
_STOPS = (" ", ",", ":", ";", "。", "!", "\n")
# 有人发烧 我36.5: said of somebody else, or of nobody who is told apart.
_OF_OTHERS = re.compile("有人|谁|单位|同事|邻居|楼|对门|隔壁|他|她|别人|大家|村里|小区|群里|班上|吗|么")


def speaks_of_all(text: str, since: int) -> bool:
    """Whether anything is said of all of them from a place of the text on."""
    return _ALL.search(text, since) is not None


def said_of_all(
    text: str, behind: Mention, persons: list[PersonFound], goes_on: int | None = None
) -> list[PersonFound]:
    """What stands behind 都 at the end is said of everybody of whom nothing else is.

    `goes_on`: where somebody is named once more behind it (三个人两个没事 李刚拉肚子), whose words stay theirs.
    """
    at_the_end = list(_ALL.finditer(text, behind.end))
    if not at_the_end:
        return persons
    every = at_the_end[-1]
    is_of_all = goes_on is not None and every.end() <= goes_on
    felt = find_symptoms(text[every.start() : goes_on if is_of_all else None])
    if felt is None or felt.symptoms is None:
        return persons
    own = find_symptoms(text[behind.end : every.start()])
    place = next((place for place, person in enumerate(persons) if person.name == behind.name), len(persons) - 1)
    last = persons[place]
    symptoms = None if own is None else own.symptoms
    if goes_on is not None and last.health.symptoms not in (None, NONE):
        symptoms = last.health.symptoms
    persons[place] = replace(last, health=last.health._replace(symptoms=symptoms))
    rest = _REST.search(text, max(behind.end, every.start() - 8))
    if rest is not None and int(rest[1]) > len(persons):
        return persons
    return [
        person
        if person.health.symptoms is not None or person.health.troubles or is_unread(text, person)
        else replace(person, health=person.health._replace(symptoms=felt.symptoms))
        for person in persons
    ]


def said_before(lead: str, persons: list[PersonFound]) -> list[PersonFound]:
    """The people with what is said before the first of them: 都没事 of everybody, 嗓子疼 of the speaker."""
    felt = find_symptoms(lead) if lead.endswith(_STOPS) else None
    if felt is None:
        return persons
    if felt.symptoms == NONE:
        is_of_all = _ALL.search(lead) is not None and _NOT_THESE.search(lead) is None
        return [_with(person, felt) if is_of_all and not _is_known(person) else person for person in persons]
    if (felt.symptoms is None and not felt.troubles) or _OF_OTHERS.search(lead) is not None:
        return persons
    return [_with(person, felt) if person.name == SPEAKER and not _is_known(person) else person for person in persons]


def _with(person: PersonFound, felt: SymptomsFound) -> PersonFound:
    return replace(person, health=person.health._replace(symptoms=felt.symptoms, troubles=felt.troubles))


def _is_known(person: PersonFound) -> bool:
    """Whether how somebody feels is said of them alone, or they have no figure beside which it can stand."""
    health = person.health
    return health.symptoms is not None or bool(health.troubles) or not health.temperatures
