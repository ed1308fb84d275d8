"""`plan check`: is the knowledge right? Plan, rules with their examples, answers, words and announcements."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import typer

import knowledge
from knowledge.announcements import Announcement, BadAnnouncement, example_failures, load_announcement
from knowledge.announcements.entry import BadEntry, read_file
from knowledge.answers import Answers
from knowledge.plan import Plan, load_plan
from knowledge.plan.serving import load_serving
from knowledge.rules import BadRulebook, Rulebook, load_rule, load_rules, rules_folder
from knowledge.rules.examples import failure, missing_examples
from knowledge.settings import BadConfig, load_settings
from knowledge.strict_yaml import BadFile
from knowledge.vocabulary import measures, trace_words

KNOWLEDGE = Path(knowledge.__file__).parent


def plan_check(announcements: Sequence[Path]) -> None:
    """Check the knowledge, announcements with it, and print what there is; raises typer.Exit where faults are found."""
    try:
        plan_folder = load_settings().plan.folder
    except BadConfig as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(2) from None
    faults = check(KNOWLEDGE, announcements, plan_folder)
    if faults:
        for fault in faults:
            typer.echo(fault, err=True)
        raise typer.Exit(1)
    for line in summary(KNOWLEDGE, plan_folder):
        typer.echo(line)


def check(folder: Path = KNOWLEDGE, announcements: Sequence[Path] = (), plan_folder: Path | None = None) -> list[str]:
    """Every fault of the knowledge in a folder and of further announcements, a line each; empty if none.

    `plan_folder` is another plan than the one there; it may have rules of its own.
    """
    plan_folder = plan_folder or folder / "plan"
    rules = rules_folder(plan_folder, folder / "rules")
    try:
        trace_words()
        measures()
        plan = load_plan(plan_folder)
    except BadFile as bad:  # nothing else can be judged without them
        return _lines(bad)
    return [
        *_serving_faults(rules, plan),
        *_rule_faults(rules, plan),
        *_answer_faults(plan),
        *_announcement_faults([*_demo_files(folder), *announcements]),
    ]


def summary(folder: Path = KNOWLEDGE, plan_folder: Path | None = None) -> Iterator[str]:
    """How much of everything there is, for knowledge without faults; raises BadFile otherwise."""
    plan = load_plan(plan_folder or folder / "plan")
    facts = sum(len(clause.facts) for clause in plan.clauses.values())
    yield f"plan {plan.head.number}: {len(plan.clauses)} clauses with {facts} facts"
    yield f"organisation: {len(plan.groups)} groups, {len(plan.places)} places"
    rules = load_rules(rules_folder(plan.folder, folder / "rules"), plan).rules.values()
    versions = sum(len(rule.versions) for rule in rules)
    examples = sum(len(rule.examples) for rule in rules)
    yield f"rules: {len(rules)} with {versions} versions and {examples} examples, all of which hold"
    yield f"words: {len(measures())} measures"
    files = _demo_files(folder)
    rows = sum(len(load_announcement(file).areas) for file in files)
    yield f"announcements: {len(files)} for demonstrations with {rows} rows"


def _serving_faults(rules_in: Path, plan: Plan) -> list[str]:
    """What is said to serve a clause must exist, and nothing may be left out."""
    from commands.coverage import faults  # loads every room of the program, which only this needs

    try:
        rules = [file.stem for file in sorted(rules_in.glob("*.yaml"))]
        return [str(problem) for problem in faults(plan, load_serving(plan), rules)]
    except BadFile as bad:
        return _lines(bad)


def _rule_faults(folder: Path, plan: Plan) -> Iterator[str]:
    bad_files = False
    for file in sorted(folder.glob("*.yaml")):
        try:
            load_rule(file, plan)
        except BadRulebook as bad:
            bad_files = True
            yield from _lines(bad)
    if bad_files:
        return
    try:
        rulebook = load_rules(folder, plan)
    except BadRulebook as bad:
        yield from _lines(bad)
        return
    for rule in rulebook.rules.values():
        failures = (failure(rulebook, rule, example) for example in rule.examples)
        yield from (line for line in failures if line is not None)
        yield from missing_examples(rulebook, rule)
    yield from _measure_faults(rulebook)


def _answer_faults(plan: Plan) -> list[str]:
    """The lists by which questions are understood must fit the plan."""
    try:
        Answers(plan)
    except BadFile as bad:
        return _lines(bad)
    return []


def _measure_faults(rulebook: Rulebook) -> Iterator[str]:
    """A rule that decides by the measure must know the measures that an announcement may name."""
    known = {measure.id: measure.words for measure in measures().values()}
    for rule in rulebook.rules.values():
        kind = rule.facts.get("measure")
        if kind is not None and dict(kind.one_of) != known:
            yield f"{rule.file}: the words of the fact measure are not those of measures.yaml; copy them"


def _announcement_faults(files: Sequence[Path]) -> Iterator[str]:
    seen: dict[tuple[str, str], Path] = {}
    for file in files:
        try:
            announcement: Announcement = read_file(file)
        except BadAnnouncement as bad:
            yield from _lines(bad)
            continue
        except (BadEntry, OSError) as bad:
            yield from (f"{file.name}: {line}" for line in str(bad).splitlines())
            continue
        yield from (f"{file.name}: {line}" for line in example_failures(announcement))
        key = (announcement.issuer, announcement.number)
        if key in seen:
            yield f"{file.name}: {announcement.number} stands in {seen[key].name} too; keep one of them"
        seen[key] = file


def _demo_files(folder: Path) -> list[Path]:
    return sorted((folder / "demo").glob("announcement-*.yaml"))


def _lines(bad: BadFile) -> list[str]:
    return [str(problem) for problem in bad.problems]
