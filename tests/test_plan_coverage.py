"""`plan coverage`: what serves each clause is read from the parts that exist, and what has nothing says so."""

import ast
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

import app as command_line
from commands import coverage
from commands.plan import check
from handlers import OFFER
from knowledge.answers import the_answers
from knowledge.plan import FOLDER, BadPlan, the_plan
from knowledge.plan.serving import ClauseServed, load_serving
from knowledge.rules import load_rules
from ledger.checkins import who_is_due
from scheduler.jobs import JOBS

HOUSE = Path(__file__).resolve().parent.parent
PLAN = the_plan()
RULES = load_rules().rules
CLAUSES = {one.clause: one for one in coverage.of_plan(PLAN)}
_NAMED = re.compile(r"[Cc]lauses? ((?:[\w.*]+(?:, | and )?)+)")
_ID = re.compile(r"\d(?:\.\d)*|org\.[a-z]+(?:\.[a-z]+)?")


def named_in(text: str | None) -> set[str]:
    """The clauses that a docstring names: (clauses 3.4.2, 3.4.8)."""
    return {clause for words in _NAMED.findall(text or "") for clause in _ID.findall(words)}


def listed_for(kind: str, name: str) -> set[str]:
    return {one.clause for one in CLAUSES.values() if name in one.by.get(kind, ())}


@cache
def modules_of_jobs() -> dict[str, str | None]:
    """The docstring of the file in which a job stands."""
    modules = [module for name, module in sys.modules.items() if name.startswith("scheduler.") and name != "scheduler.jobs"]
    return {job.name: module.__doc__ for job in JOBS for module in modules if job in vars(module).values()}


def documented(room: str) -> Iterator[tuple[str, str]]:
    """Every clause that a docstring of a room names, with its file."""
    for file in sorted((HOUSE / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef):
                yield from ((str(file.relative_to(HOUSE)), clause) for clause in named_in(ast.get_docstring(node)))


def rules_asked_in(module: ast.Module) -> Iterator[str]:
    """The rules that a file asks by `decide` of knowledge.rules, named there or by a constant of the file."""
    imports = [node for node in module.body if isinstance(node, ast.ImportFrom) and node.module == "knowledge.rules"]
    if not any(name.name == "decide" for node in imports for name in node.names):
        return
    constants = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "decide":
            name = constants.get(node.args[1].id) if isinstance(node.args[1], ast.Name) else node.args[1]
            assert isinstance(name, ast.Constant), ast.unparse(node)
            yield str(name.value)


def test_every_clause_is_there_with_every_fact() -> None:
    assert list(CLAUSES) == list(PLAN.clauses)
    for one in CLAUSES.values():
        assert [served.fact for served in one.facts] == list(PLAN.clauses[one.clause].facts)


@pytest.mark.parametrize("room", ["handlers", "scheduler", "ledger", "console", "bot", "commands", "knowledge"])
def test_a_clause_that_a_file_names_is_one_of_the_plan(room: str) -> None:
    found = list(documented(room))
    assert [(file, clause) for file, clause in found if clause not in PLAN.clauses] == []
    assert found or room == "bot", "the pattern no longer finds what docstrings say"


@pytest.mark.parametrize("job", [job.name for job in JOBS])
def test_what_a_job_says_it_is_for_is_covered_by_it(job: str) -> None:
    assert named_in(modules_of_jobs()[job]) <= listed_for("jobs", job)


@pytest.mark.parametrize("conversation", OFFER.conversations, ids=lambda one: one.name)
def test_what_a_conversation_says_it_is_for_is_covered_by_it(conversation: object) -> None:
    name, finish = conversation.name, conversation.finish  # type: ignore[attr-defined]
    assert named_in(import_module(finish.__module__).__doc__) <= listed_for("conversations", name)


def test_a_rule_is_read_from_its_own_file() -> None:
    assert "gate_entry" in CLAUSES["3.4.1"].by["rules"]
    assert "gate_entry" in CLAUSES["2.2"].by["rules"]
    assert "gate_entry" not in CLAUSES["3.5"].by.get("rules", ())


def test_the_rules_that_the_program_asks_are_those_that_it_names() -> None:
    """Who is due for a check-in stands as a query, which names its rule."""
    files = (file for room in ("handlers", "scheduler", "ledger", "console") for file in (HOUSE / room).rglob("*.py"))
    asked = {rule for file in files for rule in rules_asked_in(ast.parse(file.read_text(encoding="utf-8")))}
    assert asked | {"checkin_due"} == set(load_serving(PLAN).asked_rules)
    assert "rule checkin_due" in (who_is_due.__doc__ or "")


def test_every_clause_can_be_asked_about() -> None:
    for clause in PLAN.clauses:
        assert PLAN.cite(clause) in the_answers().details([clause])


def test_the_commands_that_are_named_exist() -> None:
    known = {one.name or one.callback.__name__ for one in command_line.app.registered_commands if one.callback}
    named = {one.name for one in load_serving(PLAN).named() if one.kind == "commands"}
    assert named
    assert named <= known


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    for room in ("plan", "rules", "answers", "demo"):
        shutil.copytree(FOLDER.parent / room, tmp_path / room)
    return tmp_path


@pytest.fixture
def spoil(copy: Path) -> Callable[[str, str], list[str]]:
    """Changes serving.yaml in one place; gives what is then wrong with it."""

    def spoil(old: str, new: str) -> list[str]:
        file = copy / "plan" / "serving.yaml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            return [str(fault) for fault in coverage.faults(PLAN, load_serving(PLAN, copy / "plan"), RULES)]
        except BadPlan as bad:
            return [str(fault) for fault in bad.problems]

    return spoil


@pytest.mark.parametrize(
    ("old", "new", "fault", "remedy"),
    [
        ("conversations: [duty_roster]", "conversations: [duty_list]", "duty_list, which is none of the conversations",
         "use one of checkin_doubt"),
        ("jobs: [tips]", "jobs: [tip]", "tip, which is none of the jobs", "use one of alerts_overdue"),
        ("records: [seal]", "records: [lock]", "lock, which is none of the records", "use one of alert"),
        ("pages: [duty]", "pages: [duties]", "duties, which is none of the pages", "use one of acting"),
        ("chat: [psych_take]", "chat: [psych_get]", "psych_get, which is none of the chat", "use one of"),
        ("answers: [testing_info]", "answers: [testing]", "testing, which is none of the answers", "use one of"),
        ("organisation: [medical]", "organisation: [doctors]", "doctors, which is none of the organisation", "medical"),
        ("jobs: [forms_waiting, backup,", "jobs: [forms_waiting,", "leaves out backup", "beside.jobs"),
        ("    - role_end\n", "", "leaves out role_end", "beside.conversations"),
        ('    cooperation: {}\n', "", "says nothing of cooperation of clause 1", "write `cooperation: {}`"),
        ("    cooperation: {}", "    company: {}", "is no fact of the clause", "monitor, cooperation, readiness"),
        ('  "3.5":', '  "3.6":', "names clause 3.6, which the plan does not have", "use one of 0, 1"),
        ("  - gate_entry\n", "  - gate_exit\n", "gate_exit, which is no rule", "use one of alert_routing"),
        ("    cooperation: {}", "    cooperation: {people: [x]}", "is not a known key", "known here"),
    ],
)  # fmt: skip
def test_a_slip_is_refused_with_its_place_and_remedy(
    spoil: Callable[[str, str], list[str]], old: str, new: str, fault: str, remedy: str
) -> None:
    [line] = [line for line in spoil(old, new) if fault in line]
    where, _, said = line.partition("; ")
    assert re.search(r"serving\.yaml:\d+: ", where)
    assert remedy in said


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [("jobs: [tips]", "jobs: [tip]", "none of the jobs"), ("    cooperation: {}\n", "", "says nothing of cooperation")],
)
def test_check_tells_of_it(copy: Path, old: str, new: str, fault: str) -> None:
    file = copy / "plan" / "serving.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    [line] = check(copy)
    assert fault in line


def test_what_nothing_serves_is_told_apart_from_what_a_rule_alone_decides(copy: Path) -> None:
    file = copy / "plan" / "serving.yaml"
    text = file.read_text(encoding="utf-8")
    begin, end = text.index('  "3.4.2":'), text.index('  "3.4.3":')
    facts = "".join(f"    {fact.id}: {{}}\n" for fact in PLAN.clauses["3.4.2"].facts)
    file.write_text(text[:begin] + '  "3.4.2":\n' + facts + text[end:], encoding="utf-8")
    [found] = [one for one in coverage.of_plan(PLAN, copy / "plan") if one.clause == "3.4.2"]
    assert "no_movement" in [fact.id for fact in found.only_decided]
    assert "lock_areas" in [fact.id for fact in found.unserved]
    said = "\n".join(coverage.lines([found], []))
    assert "nothing yet: " in said
    assert "exit_handling (decide alone)" in said
    assert "only decided by a rule, nothing carries it out yet: " in said
    assert said.splitlines()[-3] == "1 clauses: 0 served in all that they ask, 0 in part, 1 by nothing"


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command_line.app, ["plan", "coverage", *arguments])
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_the_command_prints_every_clause_and_how_much_is_served() -> None:
    printed = run().splitlines()
    assert [line.split(" ")[0] for line in printed[:-4] if not line.startswith("  ")] == list(PLAN.clauses)
    assert printed[-1] == "every clause can be asked about: `ask`, 预案问答"
    clauses, whole, part, none = map(int, re.findall(r"\d+", printed[-3]))
    assert clauses == len(PLAN.clauses) == whole + part + none
    facts, served, decided, unserved = map(int, re.findall(r"\d+", printed[-2]))
    assert facts == served + decided + unserved == sum(len(one.facts) for one in PLAN.clauses.values())


def test_the_command_prints_the_same_for_programs() -> None:
    found = [json.loads(line) for line in run("--json").splitlines()]
    assert [one["clause"] for one in found] == list(PLAN.clauses)
    [sealing] = [one for one in found if one["clause"] == "3.4.1"]
    assert sealing["title"] == PLAN.clauses["3.4.1"].title
    assert sealing["facts"]["seal"]["commands"] == ["seal", "unseal"]
    assert "exit_handling" in sealing["served_by"]["rules"]
    served: ClauseServed = CLAUSES["3.4.1"]
    assert sealing["nothing_yet"] == [fact.id for fact in served.unserved]
    assert sealing["only_decided"] == [fact.id for fact in served.only_decided]
