"""Official texts: clause ids from numbers in any typing, headings that lost theirs, and what cannot be read.

The text is invented (tests/flood_plan); its faults are those of real ones.
"""

from pathlib import Path

import pytest

from knowledge.official import BadText, OfficialText, read_text
from knowledge.official.comparing import compare
from knowledge.official.headings import numbered, shown
from knowledge.official.lines import Line
from tests.flood_plan import OFFICIAL, flood_plan

PLAN = flood_plan()
TEXT = OFFICIAL.read_text(encoding="utf-8")


def read(text: str, encoding: str = "utf-8") -> OfficialText:
    return read_text(text.encode(encoding), Path("plan.txt"), PLAN)


def spoiled(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def refusal(text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(BadText) as caught:
        read_text(content, Path("plan.txt"), PLAN)
    return str(caught.value)


def test_the_clauses_are_those_of_the_plan_s_data() -> None:
    found = read(TEXT)
    assert list(found.clauses) == list(PLAN.clauses)
    assert [part.id for part in found.parts if not part.words] == ["2", "3", "3.3"]
    assert found.number == PLAN.head.number
    assert found.unsure == ()


def test_a_heading_without_its_number_has_the_one_that_its_place_gives() -> None:
    lost = [part for part in read(TEXT).parts if part.is_lost]
    assert [(part.id, part.heading) for part in lost] == [("3.2", "组织转移")]
    assert lost[0].words.startswith("组织转移。\n水位到达警戒线时")


def test_a_heading_without_its_number_may_have_points_below() -> None:
    text = spoiled("组织转移。\n", "1、备好船只。\n\n组织转移。\n1、下达命令。\n2、清点人数。\n")
    assert [part.id for part in read(text).parts][5:11] == ["3", "3.1", "3.1.1", "3.2", "3.2.1", "3.2.2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_it_may_be_encoded_as_offices_do(encoding: str) -> None:
    found = read(TEXT, encoding)
    assert found.clauses == read(TEXT).clauses
    assert found.encoding == ("GB18030" if encoding == "gb18030" else "UTF-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("（一）汛前", "(一)汛前"),
        ("（一）汛前", "( 一 ) 汛前"),
        ("（一）汛前", "（一）、汛前"),
        ("一、目标", "一.目标"),
        ("1.以人为本", "1、以人为本"),
        ("1.以人为本", "１．以人为本"),
        ("1.以人为本", "  1. 以人为本"),
        ("1、抢险队", "1、抢 险 队"),
        ("1、抢险队", "抢险队"),
        ("\n", "\r\n"),
    ],
)
def test_numbers_are_read_in_any_typing(old: str, new: str) -> None:
    text = TEXT.replace(old, new)
    assert text != TEXT
    assert list(read(text).clauses) == list(PLAN.clauses)
    assert compare(read(TEXT).clauses, read(text).clauses).touched == ()


@pytest.mark.parametrize(
    ("line", "level", "number"),
    [("十、附则", 1, 10), ("二十一、其他", 1, 21), ("（十二）善后", 2, 12), ("12、保障", 3, 12)],
)
def test_figures_above_nine(line: str, level: int, number: int) -> None:
    found = numbered(Line(1, line))
    assert found is not None
    assert (found.level, found.number) == (level, number)
    assert line.startswith(shown(level, number))


@pytest.mark.parametrize("line", ["一旦出险，马上上报。", "1.5米以上的水位", "两、三个人", "2023年7月"])
def test_what_only_begins_like_a_number_is_text(line: str) -> None:
    assert numbered(Line(1, line)) is None


def test_blanks_that_align_names_are_left_out_and_those_behind_the_name_kept() -> None:
    clauses = read(TEXT).clauses
    assert "指挥长：韩江 街道党工委书记" in clauses["org.leading"].words.replace("指 挥 长", "指挥长")
    assert "石大川 武装部干事" in clauses["org.group.rescue"].words
    assert "主任：罗青 街道办事处副主任" in clauses["org.office"].words


@pytest.mark.parametrize(
    ("old", "new", "line", "fault", "remedy"),
    [
        (
            "组织转移。\n",
            "",
            25,
            "（三） comes where （二） is expected; headings without a number before it: none",
            "write （二）",
        ),
        ("组织转移。\n", "组织转移。\n先后次序。\n", 27, "line 23 组织转移。; line 24 先后次序。", "there must be 1"),
        ("2.提早一步", "1.提早一步", 16, "1、 comes where 2、 is expected", "number it 2、"),
        ("三、措施", "二、措施", 18, "二、 comes where 三、 is expected", "number it 三、"),
        ("一、目标", "目标", 12, "二、 comes where 一、 is expected", "write 一、 before its heading"),
        ("1、抢险队", "1、抢险队的职责，如下", 39, "1、抢险队的职责，如下 is no working group", "1、综合协调组"),
        ("2、转移安置组", "2、抢险队", 42, "names 2、抢险队 again, as in line 39", "keep one of them"),
        ("青街发〔2023〕7号\n", "\n", 1, "does not say its document number", "某街发〔2022〕5号"),
        ("减轻", "减\x01轻", 6, "has characters that no text has", "save it as plain text"),
    ],
)
def test_what_cannot_be_followed_is_said_with_its_line_and_remedy(
    old: str, new: str, line: int, fault: str, remedy: str
) -> None:
    said = refusal(spoiled(old, new))
    assert said.startswith(f"plan.txt:{line}: ")
    assert fault in said
    assert remedy in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\x03\x04rest", "is a Word or zip file; save it as plain text (.txt)"),
        (b"%PDF-1.7", "is a PDF"),
        ("一、目标".encode("utf-16"), "is in UTF-16"),
        (b"", "has no Chinese text"),
        (b"just words\n", "has no Chinese text"),
        ("只有一段话。".encode(), "has no chapter; its chapters begin with 一、"),
        (TEXT.encode()[:200] + b"\xff\xff" + TEXT.encode()[200:], "is neither UTF-8 nor GB18030 here"),
        (b"a" * 2_000_001, "is larger than 2,000,000 bytes"),
    ],
)
def test_what_is_no_text_says_what_to_do(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_a_line_that_may_be_a_heading_is_told_where_no_number_misses_it() -> None:
    found = read(spoiled("水位到达警戒线时", "转移之后\n水位到达警戒线时").replace("组织转移。", "（二）组织转移。"))
    assert [(line.number, line.words) for line in found.unsure] == [(24, "转移之后")]


def test_a_group_that_the_data_lacks_has_an_id_by_its_name() -> None:
    assert "org.group.宣传组" in read(f"{TEXT}3、宣传组\n负责广播。\n").clauses


def test_differences_are_told_clause_by_clause() -> None:
    now = (
        spoiled("抢险队昼夜待命", "抢险队白天待命")
        .replace("先行消毒、", "先行")
        .replace("2、洪水退去后", "2、设立预备队。\n\n3、洪水退去后")
    )
    found = compare(read(TEXT).clauses, read(now).clauses)
    assert found.added == ("3.3.2",)
    assert found.moved == (("3.3.2", "3.3.3"),)
    [turned_out, went_back] = found.changed
    assert (turned_out.clause, went_back.was, went_back.clause) == ("3.3.1", "3.3.2", "3.3.3")
    assert went_back.new == ("洪水退去后，先行检查房屋，确认安全后住户方可返回。",)
    assert "昼夜" in turned_out.gone[0]
    assert "白天" in turned_out.new[0]


def test_a_clause_that_only_got_another_number_has_moved() -> None:
    now = spoiled("1.以人为本", "1.统一指挥。听指挥部的。\n\n2.以人为本").replace("2.提早一步", "3.提早一步")
    found = compare(read(TEXT).clauses, read(now).clauses)
    assert found.moved == (("2.1", "2.2"), ("2.2", "2.3"))
    assert found.added == ("2.1",)
    assert (found.removed, found.changed) == ((), ())


def test_a_clause_that_got_another_number_and_other_words_has_moved_and_changed() -> None:
    now = spoiled("1.以人为本", "1.统一指挥。听指挥部的。\n\n2.以人为本").replace("2.提早一步", "3.提早一步")
    now = now.replace("后抢救财物", "再抢救财物")
    found = compare(read(TEXT).clauses, read(now).clauses)
    assert found.moved == (("2.1", "2.2"), ("2.2", "2.3"))
    assert found.added == ("2.1",)
    [changed] = found.changed
    assert (changed.was, changed.clause) == ("2.1", "2.2")
    assert (changed.gone, changed.new) == (("先转移人员，后抢救财物。",), ("先转移人员，再抢救财物。",))


def test_a_clause_that_went_is_removed() -> None:
    now = TEXT[: TEXT.index("2.提早一步")] + TEXT[TEXT.index("三、措施") :]
    found = compare(read(TEXT).clauses, read(now).clauses)
    assert (found.removed, found.added, found.moved, found.changed) == (("2.2",), (), (), ())


def test_marks_and_blanks_that_mean_nothing_are_no_difference() -> None:
    now = spoiled("（防汛办），负责日常工作", "(防汛办), 负责 日常工作").replace("罗  青", "罗    青")
    assert compare(read(TEXT).clauses, read(now).clauses).touched == ()
