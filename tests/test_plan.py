"""The plan as data: complete, consistent, and honest about what the document leaves open."""

import re
import shutil
from pathlib import Path

import pytest
from pydantic import ValidationError
from typer.testing import CliRunner

from app import app
from commands.plan import check, summary
from knowledge.plan import FOLDER, BadPlan, Plan, load_plan, the_plan
from knowledge.strict_yaml import BadFile
from knowledge.vocabulary import measures

KNOWLEDGE = FOLDER.parent
GROUPS = ["coordination", "publicity", "medical", "supplies", "security", "psychology", "transport", "discipline"]
CLAUSES = [
    "0", "1", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3",
    *(f"3.4.{number}" for number in range(1, 9)),
    "3.5", "4.1", "4.2", "4.3", "4.4", "org.leading", "org.office", *(f"org.group.{group}" for group in GROUPS),
]  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    return the_plan()


def test_every_clause_is_there_in_the_order_of_the_document(plan: Plan) -> None:
    assert list(plan.clauses) == CLAUSES


def test_every_clause_says_something_and_has_facts(plan: Plan) -> None:
    for clause in plan.clauses.values():
        assert clause.facts, clause.id
        assert clause.statement.endswith("。"), clause.id
        assert len(clause.statement) <= 160, f"{clause.id} is too long for a phone"


@pytest.mark.parametrize(
    ("clause", "fact", "field", "value"),
    [
        ("3.1", "head_of_place_group", "who", ("branch_secretary",)),
        ("3.2", "suspended", "covers", ("集市", "村晚", "百家宴", "乡贤会", "群众自己组织的聚会")),
        ("3.3", "approval_of_information", "who", ("epidemic_office",)),
        ("3.4.1", "report_case", "to_whom", ("command",)),
        ("3.4.1", "report_case", "by_when", "at_once"),
        ("3.4.1", "report_case", "who", ()),  # the document does not say who reports
        ("3.4.1", "guard", "by_when", "around_the_clock"),
        ("3.4.1", "sign_exit", "who", ("task_force_leader",)),
        ("3.4.1", "record_exit", "who", ("epidemic_office",)),
        ("3.4.1", "no_entry", "unless", "必要工作人员"),
        ("3.4.2", "daily_summary", "to_whom", ("social_control_group",)),
        ("3.4.4", "rubbish", "by_when", "same_day"),
        ("3.5", "sampling", "within_hours", 24),
        ("4.3", "inspect", "who", ("discipline_commission",)),
    ],
)
def test_the_facts_that_decisions_rest_on_are_fields(
    plan: Plan, clause: str, fact: str, field: str, value: object
) -> None:
    [found] = [one for one in plan.clauses[clause].facts if one.id == fact]
    assert getattr(found, field) == value


def test_numbers_are_those_of_the_document(plan: Plan) -> None:
    numbers = {
        (clause.id, fact.id): fact.how_many.number
        for clause in plan.clauses.values()
        for fact in clause.facts
        if fact.how_many
    }
    assert numbers[("3.4.1", "entrance")] == 1
    assert numbers[("org.leading", "deputies")] == 2
    assert numbers[("org.leading", "members")] == 9
    assert numbers[("org.office", "groups_announced")] == 7
    assert numbers[("org.office", "groups_listed")] == 8


def test_the_lists_of_people_have_the_numbers_that_the_facts_say(plan: Plan) -> None:
    leading = plan.organisation.leading_group.people
    assert [person.name for person in leading if person.role == "head"] == ["于洪涛"]
    assert [person.name for person in leading if person.role == "deputy"] == ["刘福玲", "王忠宝"]
    assert len([person for person in leading if person.role == "member"]) == 9
    office = plan.organisation.office.people
    assert [person.name for person in office if person.role == "director"] == ["王尧", "李健"]
    assert len(office) == 8


def test_the_heading_counts_seven_groups_and_the_list_has_eight(plan: Plan) -> None:
    assert [group.id for group in plan.groups] == GROUPS
    heading = plan.organisation.heading_of_groups
    assert heading.count == 7
    assert "后勤保障" in heading.names
    supplies = plan.group("supplies")
    assert supplies is not None
    assert (supplies.name, supplies.name_in_heading) == ("物资保障组", "后勤保障")
    assert {"number_of_groups", "name_of_supplies_group"} <= {one.id for one in plan.head.disagreements}


def test_every_group_has_its_people_and_its_clause(plan: Plan) -> None:
    assert [len(group.people) for group in plan.groups] == [3, 3, 3, 3, 2, 3, 4, 2]
    for group in plan.groups:
        assert group.clause == f"org.group.{group.id}"
        assert plan.clauses[group.clause].title == group.name
        assert "领导交办的其他事" in group.duties or group.id == "discipline"


def test_there_are_seven_communities_and_eight_villages(plan: Plan) -> None:
    kinds = [place.kind for place in plan.places]
    assert kinds == ["community"] * 7 + ["village"] * 8
    for place in plan.places:
        assert place.name.endswith("社区" if place.kind == "community" else "村")


def test_five_contacts_are_deputy_secretaries_and_nobody_is_called_head_of_a_place(plan: Plan) -> None:
    deputies = [place.contact.name for place in plan.places if "党支部副书记" in place.contact.posts]
    assert deputies == ["姜红军", "孙志敏", "卢晨亮", "潘龙", "杨中权"]
    for place in plan.places:
        assert not any("组长" in post for post in place.contact.posts)
        assert "党支部书记" in place.contact.posts or place.contact.name in deputies


def test_the_plan_has_no_phone_numbers() -> None:
    for file in FOLDER.glob("*.yaml"):
        assert not re.search(r"\d{7}", file.read_text(encoding="utf-8")), file.name


@pytest.mark.parametrize(
    ("said", "name"),
    [("永茂社区", "永茂社区"), ("永茂", "永茂社区"), ("三家子", "三家子村"), ("2号村", "二号村"),
     ("二号", None), ("永茂村", None), ("", None)],
)  # fmt: skip
def test_a_place_is_found_by_name_and_short_form(plan: Plan, said: str, name: str | None) -> None:
    found = plan.place(said)
    assert (found.name if found else None) == name


def test_short_forms_that_mean_something_else_are_marked(plan: Plan) -> None:
    assert [place.name for place in plan.places if place.also_means] == ["老区社区", "泰安社区"]


def test_a_citation_names_the_clause(plan: Plan) -> None:
    assert plan.cite("3.2") == "〔预案3.2〕"
    assert plan.cite("org.group.medical") == "〔预案医疗保障组〕"
    with pytest.raises(KeyError):
        plan.cite("3.6")


def test_what_the_plan_does_not_say_names_who_would_know(plan: Plan) -> None:
    silences = {silence.id: silence.ask for silence in plan.head.silences}
    assert silences["quarantine_days"] == "announcement"
    assert silences["fever_threshold"] == "configuration"
    assert silences["compensation"] == "office"
    assert {"phone_numbers", "fines", "approval_validity", "task_force_appointment", "five_in_one_posts"} <= set(
        silences
    )


def test_nothing_of_the_plan_can_be_changed(plan: Plan) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        plan.clauses["1"].title = "x"
    with pytest.raises(TypeError):
        plan.clauses["9"] = plan.clauses["1"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        plan.head = plan.head  # type: ignore[misc]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that a test may spoil."""
    for room in ("plan", "rules", "demo"):
        shutil.copytree(KNOWLEDGE / room, tmp_path / room)
    return tmp_path


def spoil(file: Path, old: str, new: str) -> int:
    """Change the first occurrence; returns its line."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("clauses.yaml", "who: [subdistrict]", "who: [kingdom]", "names the unknown actor kingdom"),
        ("clauses.yaml", '- id: "2.1"', '- id: "1"', "1 is used 2 times"),
        ("clauses.yaml", '- id: "2.1"', "- id: 2.1", "must be text"),
        ("clauses.yaml", "within_hours: 24", "within_hours: 0", "greater than or equal to 1"),
        ("clauses.yaml", "by_when: daily", "by_when: sometimes", "input should be"),
        ("organisation.yaml", "clause: org.office", "clause: org.cellar", "names clause org.cellar"),
        ("organisation.yaml", "short_forms: [永茂]", "short_forms: [老区]", "老区 is used 2 times"),
        ("organisation.yaml", "- id: publicity", "- id: medical", "medical is used 2 times"),
        ("organisation.yaml", "role: head", "role: king", "input should be"),
        ("document.yaml", 'clauses: ["2.2", "3.4.1"]', 'clauses: ["2.9"]', "names clause 2.9"),
        ("document.yaml", "{clause}", "{number}", "should match pattern"),
    ],
)
def test_a_slip_in_the_plan_is_refused_with_its_file(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    line = spoil(copy / "plan" / file, old, new)
    with pytest.raises(BadPlan) as caught:
        load_plan(copy / "plan")
    [problem] = caught.value.problems
    assert fault in problem.fault
    assert problem.file.endswith(file)
    if "is used 2 times" not in fault:  # those name the later of the two
        assert problem.line == line


def test_the_knowledge_has_no_fault() -> None:
    assert check() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("plan/document.yaml", "year: 2021", "year: on", "means true, false or null"),
        ("rules/checkin_due.yaml", 'clause: "3.4.2"', 'clause: "3.4.9"', "names clause 3.4.9"),
        ("rules/checkin_due.yaml", "then: {due: false, welcome: true}}", "then: {due: true}}", "expected due True"),
        ("rules/checkin_due.yaml", "date: 2021-01-01", "date: 2021-01-02", "no example on 2021-01-01"),
        ("rules/return_handling.yaml", "testing: 核酸检测", "testing: 核酸", "are not those of measures.yaml"),
        ("plan/silences.yaml", "id: fines", "id: finess", "is no silence of the plan"),
        ("demo/announcement-14.yaml", 'code: "610100"', 'code: "610199"', "not in the table of regions"),
        ("demo/announcement-14.yaml", "then: {measure: null}", "then: {measure: testing}", "example 津南区"),
    ],
)
def test_check_finds_a_fault_in_any_room(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    spoil(copy / file, old, new)
    [found] = check(copy)
    assert fault in found
    assert Path(file).name in found


def test_check_reports_each_bad_rule_file(copy: Path) -> None:
    spoil(copy / "rules/checkin_due.yaml", "due: {type: bool}", "due: {type: boole}")
    spoil(copy / "rules/health_alert.yaml", "match: first", "match: last")
    assert len(check(copy)) == 2


def test_two_announcements_of_one_number_are_a_fault(copy: Path) -> None:
    shutil.copy(copy / "demo/announcement-14.yaml", copy / "demo/announcement-15.yaml")
    [found] = check(copy)
    assert "第14号 stands in announcement-14.yaml too" in found


def test_a_folder_without_rules_is_a_fault(copy: Path) -> None:
    shutil.rmtree(copy / "rules")
    assert ["has no rule" in fault for fault in check(copy)] == [True]


def test_the_command_prints_how_much_there_is() -> None:
    result = CliRunner().invoke(app, ["plan", "check"])
    assert result.exit_code == 0
    assert result.stdout.splitlines() == list(summary())
    assert "31 clauses" in result.stdout
    assert "8 groups, 15 places" in result.stdout


def test_the_command_fails_with_a_line_on_stderr(tmp_path: Path) -> None:
    bad = tmp_path / "announcement-15.yaml"
    bad.write_text("number: 第15号\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["plan", "check", "--announcement", str(bad)])
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "issuer: is missing" in result.stderr


def test_measures_stand_from_the_mildest_to_the_strictest() -> None:
    assert list(measures()) == [
        "none", "testing", "health_monitoring", "home_monitoring", "home_quarantine", "central_quarantine",
    ]  # fmt: skip
    assert [measure.controls for measure in measures().values()] == [False, False, True, True, True, True]


def test_a_bad_file_is_a_bad_file_whatever_its_kind() -> None:
    assert issubclass(BadPlan, BadFile)
