"""Whom nothing but their place in a list makes somebody: 锤子36.4 扳手36.6, 申静36.5 计划36.6 任务36.8.

Rows of one build, a short run of characters and a temperature right behind it, name one person each, whatever words these
are otherwise, where the others of them are names or the text says that it lists people. Text is normalised.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from knowledge.language.late import late
from knowledge.language.names import has_surname, is_compound_surname, is_mongolian, is_nickname, is_statement, is_word
from knowledge.language.names_in_runs import ListedName, listed_words, tells_of_health
from knowledge.language.people import find_relatives
from knowledge.language.temperatures import Temperature

_MOST_LEAD = 24  # characters before a figure in which its row is looked for
_ROW = late(
    r"(?:^(?:[半度]|℃)?|(?<=[^一-鿿·()])|(?<=[楼门室号的])|(?<=个娃|孩子|学生|个人|师傅))"
    r"(?:[我俺咱]们?(?:[家店班组屋队这]里?|车间|宿舍)的?|[一-鿿]{0,4}个(?:娃|孩子|学生|人))?"
    r"([一-鿿·]{1,6})(?:\([^()\d]{1,10}\))?(?P<gap>[ :,\-]{0,2})$"
)
_SPEAKER = frozenset({"我", "俺", "本人", "我自己", "自己"})
# What is in nothing that anybody is called: a part of the day, what is counted, where or how it is measured.
_NO_NAME = late(
    "[第次度昨今晚早午时刻间期周降升退涨约测量报均共年们枪温腋额耳腕]|[月日号]$|^(?:不|没|才|又|再|还|在|就|刚|约|近|超|大约)"
    "|[班组队园校楼店厂员门户室院场站点里上下前后边人口]$|左右|以[上下内]|平均"
)
# Ordinary words are names beside two others only; of what a figure may be said by itself they never are.
_OF_FIGURES = late(
    "^(?:于|达|至|为|成|有|是|都|全|常|程度|数|单|连|相当|甚至|平|尤其|毕竟|明显|易|应|方才|仍|尚|万一|任意|任何|马路|位)"
    r"|[于到约至成是有]$"
)
# Who writes down that people are listed.
_LISTS_PEOPLE = late(
    "外号|[大小本真]名|名字|叫名|(?<![0-9.])[两二三四五六七八九十俩仨0-9]{1,3}[个位名]?(?:人|住宿生|学生|孩子|娃|师傅|工人|员工|徒弟|老人|租客|同学)"
    "|双胞胎|[哥姐][俩仨]|[车班工]组|我[们这]?(?:班|组|队|屋|寝|店|车间|科室?|家)|(?:代|替)[他她]?们?报|到岗|上班|到校"
)
_ANYBODY = 3  # rows without a sure name among them
_UNCLES = "叔婶姨嫂"
_BUT_NAMES = frozenset({"马上"})


def with_rows(text: str, owned: Mapping[int, ListedName], temperatures: Sequence[Temperature]) -> list[ListedName]:
    """Those in rows of one build who have no look of a name, besides those who are `owned` by where their figure begins."""
    free: list[tuple[ListedName, bool, str]] = []
    known = kin = strange = behind = 0
    homes = Counter(each.name[0] for each in owned.values())
    for temperature in temperatures:
        start = temperature.span[0]
        since, behind = max(behind, start - _MOST_LEAD), temperature.span[1]
        if start in owned:
            known += 1
            continue
        row = _ROW.search(text[since:start])
        run = row[1] if row is not None else ""
        is_aunt = len(run) == 3 and run[2] in _UNCLES and may_be_in_row(run[:2])  # 哑巴婶
        if row is not None and not is_aunt and (run in _SPEAKER or find_relatives(run)):
            kin += 1
        elif row is not None and (is_aunt or may_be_in_row(run, is_of_home=homes[run[0]] > 1)):
            span = (since + row.start(1), since + row.end(1))
            free.append((ListedName(run, span, is_sure=False), is_word(run), row["gap"]))
        else:
            strange += 1
    sure = sum(1 for each in owned.values() if each.is_sure)
    if not free or len({gap for _each, _word, gap in free}) > 1:
        return []
    words = sum(1 for _each, a_word, _gap in free if a_word)
    named, rows = len(free) - words + len(owned), known + kin + len(free)
    is_list = _LISTS_PEOPLE.search(text) is not None or (named >= _ANYBODY and len(owned) > 0)
    is_home = kin > 0 and all(
        is_nickname(each.name) or each.name in listed_words().called for each, _word, _gap in free
    )
    if strange or rows < 2 or not (sure or is_list or is_home):
        return []
    if words and (rows < _ANYBODY or (named < 2 and not is_list and rows == _ANYBODY)):
        free = [each for each in free if not each[1]]
    return [each for each, _word, _gap in free]


def are_kin_besides(text: str, owned: Mapping[int, ListedName], temperatures: Sequence[Temperature]) -> bool:
    """Whether every other row is of kin or the writer, so that the one of a nickname is a child of theirs: 丫蛋36.9."""
    behind = 0
    for temperature in temperatures:
        start = temperature.span[0]
        since, behind = max(behind, start - _MOST_LEAD), temperature.span[1]
        row = _ROW.search(text[since:start]) if start not in owned else None
        if start not in owned and (row is None or not (row[1] in _SPEAKER or find_relatives(row[1]))):
            return False
    return all(text[each.span[0] - 1 : each.span[0]] in ("", " ", ",", "、", "\n") for each in owned.values())


def may_be_in_row(run: str, is_of_home: bool = False) -> bool:
    """Whether a run in a row may be what somebody is called: 扳手, 计划, 罗布桑; not 早上, 额温, 咳嗽 or 说话.

    `is_of_home`: several others of the list have its first character for a surname, as 毕竟 beside 毕业 and 毕大爷.
    """
    lists = listed_words()
    if is_compound_surname(run) or run in lists.called or run in _BUT_NAMES:
        return True
    if has_surname(run) and run[1:] in lists.called:  # 王大个子
        return True
    if len(run) < 2 or (len(run) > 3 and not (has_surname(run) or is_nickname(run[:3]) or is_mongolian(run[:-1]))):
        return False
    is_of_figure = _OF_FIGURES.search(run) is not None and not (is_of_home and has_surname(run))
    if run in lists.nobody or _NO_NAME.search(run) is not None or is_of_figure:
        return False
    is_said = is_statement(run if has_surname(run) else f"某{run}") and not is_mongolian(run[:-1])
    return lists.before_figure.search(run) is None and not tells_of_health(run) and not is_said
