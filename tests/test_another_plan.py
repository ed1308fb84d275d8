"""A plan of another street for another kind of emergency is served as it is: nothing of this one is in the code."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.words import Words
from commands import coverage
from commands.plan import check, summary
from commands.wiring import HANDLERS, _rulebook
from knowledge.answers import Answers, Known
from knowledge.language.communities import Communities
from knowledge.plan import the_plan
from knowledge.rules import BadRulebook, decide, load_rules
from knowledge.settings import PROJECT_FOLDER
from tests.flood_plan import FOLDER, flood_plan

PLAN = flood_plan()
ANSWERS = Answers(PLAN)
ROOMS = ("bot", "handlers", "knowledge", "ledger", "scheduler", "console")
# What a message gives as an example may be of any place.
_EXAMPLE = re.compile(r"write |for example|such as")
_CLAUSE = re.compile(r"\d(?:\.\d)+|org\.[a-z]+(?:\.[a-z]+)?")


def said(question: str) -> str:
    return ANSWERS.words(ANSWERS.answer(question), Known())


def test_plan_check_finds_no_fault_and_counts_what_is_there() -> None:
    assert check(plan_folder=FOLDER) == []
    assert list(summary(plan_folder=FOLDER))[:3] == [
        "plan 青街发〔2023〕7号: 12 clauses with 15 facts",
        "organisation: 2 groups, 2 places",
        "rules: 1 with 1 versions and 3 examples, all of which hold",
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "rules/moving_out.yaml",
            'clause: "3.2"',
            'clause: "3.4.1"',
            "names clause 3.4.1, which the plan does not have",
        ),
        ("serving.yaml", "  stock: {}\n", "", "says nothing of stock of clause 3.1"),
        ("sayings.yaml", '"3.3.2"', '"3.5"', "is no clause of the plan"),
        ("contacts.yaml", "id: shelter", "id: medical", "is no group of the plan"),
        (
            "document.yaml",
            "actors:",
            'rests_on: {notice: "3.4"}\nactors:',
            "names clause 3.4, which the plan does not have",
        ),
    ],
)
def test_plan_check_tells_what_is_wrong_in_it(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    for source in (one for one in FOLDER.rglob("*.yaml")):
        target = tmp_path / source.relative_to(FOLDER)
        target.parent.mkdir(exist_ok=True)
        target.write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    text = (tmp_path / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(fault in line for line in check(plan_folder=tmp_path))


def test_plan_coverage_is_that_of_the_plan() -> None:
    served = {one.clause: one for one in coverage.of_plan(PLAN)}
    assert list(served) == list(PLAN.clauses)
    assert served["3.2"].by["rules"] == ("moving_out",)
    assert [fact.id for fact in served["3.2"].only_decided] == ["order", "move"]
    assert [fact.id for fact in served["3.3.1"].unserved] == ["report", "turn_out"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("水位到警戒线怎么办", ("两小时内转移到安置点", "〔防汛预案3.2〕")),
        ("撤离往哪跑", ("〔防汛预案3.2〕",)),
        ("河堤冒水了怎么办", ("马上报街道防汛办", "〔防汛预案3.3.1〕")),
        ("沙袋什么时候备齐", ("四月底前", "〔防汛预案3.1〕")),
        ("河堤归谁管", ("抢险队管：巡堤、堵口子。", "石大川")),
        ("柳湾谁负责", ("柳湾村的联系人是柳成荫",)),
        ("指挥长是谁", ("青石街道防汛指挥部", "指挥长：韩江")),
        ("韩江是谁", ("防汛指挥部指挥长",)),
    ],
)
def test_questions_are_answered_from_it_by_the_search_alone(question: str, words: tuple[str, ...]) -> None:
    assert [one for one in words if one not in said(question)] == []


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("房子淹了赔多少钱", "没有写房子和地淹了赔多少，我不敢乱说。\n这要街道防汛办来答。"),
        ("罗青电话", "没有写任何人的电话号码"),
        ("明天放电影吗", "我在《预案》里没找到，不敢乱说。\n要找人问，回「人工」，我转给街道防汛办的工作人员。"),
        ("出小区看病要谁签字", "没找到"),
        ("疫苗加强针在哪打", "没找到"),
    ],
)
def test_what_it_does_not_say_is_said_so(question: str, words: str) -> None:
    assert words in said(question)


def test_its_places_are_those_that_texts_are_read_for() -> None:
    found = Communities.of(PLAN.places).find_all("柳湾2组和青石3号楼进水了，永茂没事")
    assert [one.name for one in found] == ["柳湾村", "青石社区"]


def test_its_own_rules_decide() -> None:
    book = load_rules(plan=PLAN)
    on = date(2023, 7, 20)
    assert list(book.rules) == ["moving_out"]
    assert decide(book, "moving_out", on, {"water": "at_warning"}).clause == "3.2"


def test_serving_people_needs_the_rules_that_conversations_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.wiring.the_plan", flood_plan)
    with pytest.raises(BadRulebook, match=r"lacks alert_routing, .*which the conversations ask"):
        _rulebook.__wrapped__()


def test_the_commands_serve_the_plan_that_config_names() -> None:
    environment = os.environ | {"HEXI_PLAN__FOLDER": str(FOLDER)}
    for command, printed in (
        (["plan", "check"], "plan 青街发〔2023〕7号: 12 clauses"),
        (["decide", "moving_out", "--facts", '{"water": "at_warning"}', "--on", "2023-07-20"], '"clause": "3.2"'),
        (["understand"], '"community": "柳湾村"'),
    ):
        found = subprocess.run(
            [sys.executable, "app.py", *command],
            input="后天从沈阳坐火车回来，住柳湾村2组5号\n" if command == ["understand"] else "",
            capture_output=True, text=True, check=True, env=environment, cwd=PROJECT_FOLDER,
        )  # fmt: skip
        assert printed in found.stdout


def read_by_people() -> Iterator[tuple[str, str]]:
    """Every line of a file of words, with where it stands."""
    for room in ("handlers", "console", "scheduler", "knowledge/answers", "knowledge/language"):
        for file in sorted((PROJECT_FOLDER / room).rglob("*")):
            if file.suffix in {".txt", ".html", ".yaml"}:
                for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                    yield f"{file.relative_to(PROJECT_FOLDER)}:{number}", line


def test_no_reply_and_no_page_names_a_clause_but_by_what_it_is_about() -> None:
    named = re.compile(r"预案(?:》)?[ （(〔]*(?:\d|\{\{)|〔预案")
    assert [(where, line) for where, line in read_by_people() if named.search(line)] == []


def test_what_texts_cite_is_that_of_the_plan_that_is_served() -> None:
    hexi = the_plan()
    assert hexi.citing(hexi.rests()["exit"], hexi.rests()["no_movement"]) == "〔预案3.4.1、3.4.2〕"
    assert hexi.citing("3.2", None, "", "3.2", "org.group.medical") == "〔预案3.2、医疗保障组〕"
    assert hexi.citing("9.9") == "〔预案9.9〕"  # of a record that was filed under a plan before this one
    assert PLAN.citing("3.2", PLAN.rests()["no_movement"]) == "〔防汛预案3.2〕"


def test_a_reply_cites_nothing_where_another_plan_says_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = {"number": "G-1", "text": "", "due": "", "told": "", "duty_phone": ""}
    here = Words(HANDLERS).render("rumour_not_yours_to_approve", **facts)
    monkeypatch.setattr("bot.words.the_plan", flood_plan)
    there = Words(HANDLERS).render("rumour_not_yours_to_approve", **facts)
    assert here == f"{there}〔预案3.3〕"
    assert there.endswith("。")


def constants(room: str) -> Iterator[tuple[str, str]]:
    """Every text of a room's code that is no docstring and no example in a message, with its file and line."""
    for file in sorted((PROJECT_FOLDER / room).rglob("*.py")):
        if "versions" in file.parts:
            continue  # migrations are of their day
        tree = ast.parse(file.read_text(encoding="utf-8"))
        bodies = [node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)]
        docstrings = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in docstrings:
                continue
            if _EXAMPLE.search(node.value) is None:
                yield f"{file.relative_to(PROJECT_FOLDER)}:{node.lineno}", node.value


@pytest.mark.parametrize("room", ROOMS)
def test_no_code_names_a_clause_a_place_a_group_or_a_person_of_the_plan(room: str) -> None:
    plan = the_plan()
    organisation = plan.organisation
    listed = [organisation.leading_group.people, organisation.office.people, *(group.people for group in plan.groups)]
    names = {
        plan.head.number, plan.head.street, plan.head.street.removesuffix("街道"),
        *(name for place in plan.places for name in (place.name, place.contact.name)),
        *(group.name for group in plan.groups),
        *(person.name for people in listed for person in people),
    }  # fmt: skip
    found = [
        (where, text)
        for where, text in constants(room)
        if (text in plan.clauses and _CLAUSE.fullmatch(text)) or any(name in text for name in names)
    ]
    assert found == []
