"""What the rules say is what the clauses state: limits, receivers and names agree; what the plan leaves open stays open."""

from collections.abc import Mapping
from datetime import date

import pytest

from knowledge.plan import ClauseFact, the_plan
from knowledge.rules import Decision, Fact, NoRuleApplies, decide, load_rules
from ledger.duty import gaps
from tests.rows import every_row

RULEBOOK = load_rules()
PLAN = the_plan()
DAY = date(2022, 1, 20)


def decided(rule: str, **facts: Fact) -> Decision:
    return decide(RULEBOOK, rule, DAY, facts)


def stated(clause: str, fact: str) -> ClauseFact:
    return next(one for one in PLAN.clauses[clause].facts if one.id == fact)


def words_of(rule: str, fact: str) -> Mapping[str, str]:
    return RULEBOOK.rule(rule).facts[fact].one_of


# Whom the clause calls so, the rule calls so; the epidemic office is the office of every record.
_CALLED = {"epidemic_office": "office"}


@pytest.mark.parametrize(
    ("matter", "clause", "fact"),
    [
        ("confirmed_case", "3.4.1", "report_case"),
        ("zone_health", "3.4.2", "daily_summary"),
        ("obstruction", "3.3", "report_obstruction"),
    ],
)
def test_a_report_goes_to_whom_the_clause_names_when_it_says(matter: str, clause: str, fact: str) -> None:
    decision, said = decided("reporting", matter=matter), stated(clause, fact)
    assert decision.clause == clause
    assert (decision.outcome["to"],) == said.to_whom
    assert decision.outcome["by_when"] == said.by_when
    assert decision.outcome["who"] == (said.who[0] if said.who else "not_said")


def test_a_signed_exit_is_put_on_record_where_the_clause_says() -> None:
    said = stated("3.4.1", "record_exit")
    assert decided("reporting", matter="signed_exit").outcome["to"] == _CALLED[said.who[0]]


@pytest.mark.parametrize("matter", ["suspected_case", "own_positive_test", "needs", "other"])
def test_where_the_plan_names_no_receiver_the_office_decides(matter: str) -> None:
    outcome = decided("reporting", matter=matter).outcome
    assert (outcome["to"], outcome["person_decides"]) == ("office", True)


def test_the_limit_for_sampling_is_that_of_the_clause() -> None:
    limit = stated("3.5", "sampling").within_hours
    assert limit is not None
    states = [
        decided("testing_deadline", started=True, all_sampled=False, minutes=limit * 60 + late).outcome["state"]
        for late in (-1, 0, 1)
    ]
    assert states == ["running", "overdue", "overdue"]
    assert decided("testing_deadline", started=True, all_sampled=True, minutes=limit * 60).outcome["state"] == "done"


@pytest.mark.parametrize(
    ("who", "actor"),
    [("village_cadre", "village_cadres"), ("grid_worker", "grid_workers"), ("volunteer", "volunteers")],
)
def test_whoever_the_clause_calls_out_comes_at_once(who: str, actor: str) -> None:
    said = stated("3.5", "on_duty")
    assert actor in said.who
    assert decided("testing_call_out", who=who).outcome["by_when"] == said.by_when


def test_whoever_the_clause_does_not_call_out_is_left_to_a_person() -> None:
    called = {*stated("3.5", "on_duty").who, *stated("3.5", "cadres_down").who}
    assert len(called) == len(words_of("testing_call_out", "who")) - 1
    with pytest.raises(NoRuleApplies):
        decided("testing_call_out", who="other")


@pytest.mark.parametrize(
    ("post", "part", "fact", "actor"),
    [
        ("branch_secretary", "head", "head_of_place_group", "branch_secretary"),
        ("committee_member", "member", "members_of_place_group", "committee_members"),
        ("grid_worker", "volunteer", "volunteer", "grid_workers"),
        ("party_member", "volunteer", "volunteer", "party_members"),
        ("representative", "volunteer", "volunteer", "representatives"),
    ],
)
def test_somebody_is_in_a_place_s_group_what_the_clause_makes_them(post: str, part: str, fact: str, actor: str) -> None:
    assert actor in stated("3.1", fact).who
    assert decided("place_group", post=post).outcome["part"] == part


def test_a_deputy_secretary_is_made_nothing_of_a_place_s_group() -> None:
    """Five contacts of places are; nobody calls them heads."""
    assert sum("党支部副书记" in place.contact.posts for place in PLAN.places) == 5
    with pytest.raises(NoRuleApplies):
        decided("place_group", post="deputy_secretary")


@pytest.mark.parametrize("course", ["cancelled", "suspended"])
def test_as_many_kinds_of_gatherings_are_off_as_the_clause_lists(course: str) -> None:
    kinds = [kind for kind in words_of("gathering", "kind") if decided("gathering", kind=kind).outcome["course"] == course]
    assert len(kinds) == len(stated("3.2", course).covers)


@pytest.mark.parametrize(
    ("field", "value", "clause", "fact"),
    [("closed_loop", "proposed", "3.4.2", "transfer"), ("own_support", True, "3.4.7", "support")],
)
def test_a_measure_is_for_those_whom_the_clause_lists(field: str, value: object, clause: str, fact: str) -> None:
    words = words_of("case_measures", "who")
    found = [words[who] for who in words if decided("case_measures", who=who).outcome[field] == value]
    assert [name.removesuffix("者") for name in found] == [
        name.removesuffix("者").removesuffix("人员") for name in stated(clause, fact).covers
    ]


def test_nothing_is_sealed_by_the_program() -> None:
    for who in words_of("case_measures", "who"):
        assert decided("case_measures", who=who).outcome["seal"] in ("proposed", "person", "not_asked")
    assert decided("case_measures", who="suspected").outcome["seal"] == "person"


@pytest.mark.parametrize(
    ("post", "clause", "fact"),
    [("gate", "3.4.1", "guard"), ("leader", "3.4.1", "leader_present"), ("frontline", "3.4.3", "frontline")],
)
def test_a_post_is_staffed_as_the_clause_says(post: str, clause: str, fact: str) -> None:
    decision = decided("duty_cover", sealed=True, post=post)
    assert decision.clause == clause
    assert decision.outcome["presence"] == stated(clause, fact).by_when


def test_the_hours_of_a_gate_are_counted_since_the_rule_wants_it_staffed_round_the_clock() -> None:
    is_wanted = decided("duty_cover", sealed=True, post="gate").outcome["presence"] == "around_the_clock"
    assert is_wanted == ("gate_guard" in gaps.ROUND_THE_CLOCK)


@pytest.mark.parametrize(("work", "fact"), [("disinfection", "disinfect"), ("rubbish", "rubbish")])
def test_upkeep_is_due_as_often_as_the_clause_says(work: str, fact: str) -> None:
    assert decided("upkeep_due", sealed=True, work=work).outcome["due"] == stated("3.4.4", fact).by_when


@pytest.mark.parametrize("necessary", [True, False, None])
def test_dissuading_forbids_nobody_anything(necessary: bool | None) -> None:
    outcome = decided("dissuasion", necessary=necessary).outcome
    assert (outcome["registered"], outcome["forbids"]) == (True, "never")


def test_the_posts_of_a_team_of_five_are_not_the_plan_s_to_say() -> None:
    silence = next(one for one in PLAN.head.silences if one.id == "five_in_one_posts")
    assert silence.ask == "configuration"
    outcome = decided("five_in_one", under_control=True, posts_known=False, missing=0).outcome
    assert (outcome["state"], outcome["whose"]) == ("posts_unknown", "office")


def test_what_is_not_known_to_be_approved_is_not_published() -> None:
    for approved in (False, None):
        outcome = decided("publication", about_epidemic=True, approved=approved).outcome
        assert (outcome["course"], outcome["ask"]) == ("hold", "office")


def test_a_return_into_a_sealed_place_is_left_to_a_person_whatever_the_announcement_says() -> None:
    unclear = next(one for one in PLAN.head.disagreements if one.id == "entering_a_sealed_place")
    for proposal in ("none", "conflict"):
        decision = decided("return_handling", sealed_place=True, proposal=proposal)
        assert (decision.outcome["decided_by"], decision.outcome["register"]) == ("office", True)
        assert set(unclear.clauses) <= set(decision.see_also)


@every_row("group", [group.id for group in PLAN.groups])
def test_every_group_has_matters_that_go_to_it(group: str) -> None:
    reasons = words_of("alert_routing", "reason")
    found = [decided("alert_routing", reason=reason) for reason in reasons]
    mine = [one for one in found if one.outcome["group"] == group]
    assert mine
    assert {one.clause for one in mine} == {f"org.group.{group}"}
