"""Loading rules strictly: a rulebook is right in every cell, or the assistant does not start (STYLE 4).

Refused, with file, line, key and remedy: unknown keys, clauses that the plan does not have, cells that do not
fit their fact, outcomes that can never be reached or claim the same case, versions that begin on the same
day, facts that nothing asks about, words that nothing says, and whatever YAML would quietly misread.
"""

from pathlib import Path
from types import MappingProxyType

from knowledge.plan import Plan, the_plan
from knowledge.rules.cells import Fact, FactKind, as_fact
from knowledge.rules.compiling import Desk, compile_version
from knowledge.rules.deciding import prepared
from knowledge.rules.model import Example, Rule, Rulebook
from knowledge.rules.spec import RuleSpec
from knowledge.strict_model import Refused, load_model
from knowledge.strict_yaml import BadFile, Problem, Trail
from knowledge.vocabulary import trace_words

FOLDER = Path(__file__).parent


class BadRulebook(BadFile):
    """A rule file cannot be used; the text names file, line, key and what would be right."""


def rules_folder(plan_folder: Path, otherwise: Path = FOLDER) -> Path:
    """Where the rules of a plan stand: in the folder `rules` of its own, else those that come with the assistant."""
    own = plan_folder / "rules"
    return own if own.is_dir() else otherwise


def load_rules(folder: Path | None = None, plan: Plan | None = None) -> Rulebook:
    """All rules of a folder (else the plan's), checked against the plan; raises BadRulebook for the first bad file."""
    plan = plan or the_plan()
    folder = folder or rules_folder(plan.folder)
    files = sorted(folder.glob("*.yaml"))
    for stray in sorted(folder.glob("*.yml")):
        raise BadRulebook([Problem(str(stray), 1, "", "would not be read as a rule", "let its name end in .yaml")])
    if not files:
        raise BadRulebook([Problem(str(folder), 1, "", "has no rule", "name a folder with rule files")])
    rules = [load_rule(file, plan) for file in files]
    return Rulebook(MappingProxyType({rule.name: rule for rule in rules}))


def load_rule(file: Path, plan: Plan) -> Rule:
    """One rule file, ready for deciding; raises BadRulebook with every fault found in it."""
    spec, document = load_model(file, RuleSpec, BadRulebook)
    kinds = {name: FactKind.of(name, fact) for name, fact in spec.facts.items()}
    desk = Desk(spec, document, plan, trace_words(), MappingProxyType(kinds))
    if spec.rule != file.stem:
        desk.fault(("rule",), f"is not the name of the file ({file.stem})", "give both the same name")
    _check_serves(desk)
    _check_order(desk)
    versions = tuple(compile_version(desk, place) for place in range(len(spec.versions)))
    _check_unused(desk)
    _check_examples(desk)
    examples = tuple(_example(desk, place) for place in range(len(spec.examples)))
    if desk.problems:
        raise BadRulebook(sorted(desk.problems, key=lambda problem: problem.line))
    rule = Rule(
        name=spec.rule,
        title=spec.title,
        serves=spec.serves,
        file=document.file,
        facts=desk.kinds,
        versions=versions,
        starts=tuple(version.start for version in versions),
        not_yet=desk.words.rule.not_yet.format(title=spec.title, start=versions[0].shown),
        examples=examples,
    )
    return prepared(rule)


def _check_serves(desk: Desk) -> None:
    """What a rule serves is a fact of a clause that one of its outcomes cites."""
    cited = {clause for version in desk.spec.versions for clause in version.cited()}
    for name, facts in desk.spec.serves.items():
        trail: Trail = ("serves", name)
        desk.check_clauses([name], trail)
        if name not in desk.plan.clauses:
            continue
        if name not in cited:
            remedy = "cite it in a `clause` or `see_also`, or leave it out here"
            desk.fault(trail, f"names clause {name}, which no outcome cites", remedy)
        known = [fact.id for fact in desk.plan.clauses[name].facts]
        for place, fact in enumerate(facts):
            if fact not in known:
                fault = f"names {fact}, which is no fact of clause {name}"
                desk.fault((*trail, place), fault, f"use one of {', '.join(known)}")


def _check_order(desk: Desk) -> None:
    """Versions stand in the order of their first days, no two share one, and an end follows a beginning."""
    in_force = False
    versions = desk.spec.versions
    for place, version in enumerate(versions):
        if place and version.start <= versions[place - 1].start:
            remedy = "give each version a later first day than the one before"
            desk.fault(("versions", place, "from"), "overlaps the version before", remedy)
        if version.outcomes is None and not in_force:
            fault = "ends a rule that is not in force"
            desk.fault(("versions", place, "outcomes"), fault, "remove the version")
        in_force = version.outcomes is not None


def _check_unused(desk: Desk) -> None:
    """A fact that no outcome looks at would be asked for nothing; a word that none says, waited for in vain."""
    outcomes = [outcome for version in desk.spec.versions for outcome in version.outcomes or ()]
    for name in desk.kinds:
        if not any(name in outcome.when for outcome in outcomes):
            desk.fault(("facts", name), "is looked at by no outcome", "use it in a `when`, or remove it")
    for name, field in desk.spec.outcome.items():
        given = [outcome.then.get(name) for outcome in outcomes]
        said = {word for value in given for word in (value if isinstance(value, tuple) else (value,))}
        for place, word in enumerate(field.one_of):
            if word not in said:
                fault = f"names {word}, which no outcome says"
                desk.fault(("outcome", name, "one_of", place), fault, "use it in a `then`, or remove it")


def _check_examples(desk: Desk) -> None:
    """Each example has a name of its own, by which a failing one is found."""
    names = [example.name for example in desk.spec.examples]
    for place, name in enumerate(names):
        if name in names[:place]:
            desk.fault(("examples", place, "name"), "is used twice", "give each example its own")


def _example(desk: Desk, place: int) -> Example:
    spec = desk.spec.examples[place]
    trail: Trail = ("examples", place)
    facts: dict[str, Fact] = {}
    for name, kind in desk.kinds.items():
        if name not in spec.facts and not kind.optional:
            desk.fault((*trail, "facts"), f"lack the fact {name}", f"write {kind.right}")
    for name, raw in spec.facts.items():
        try:
            facts[name] = as_fact(raw, name, desk.kinds)
        except Refused as bad:
            desk.fault((*trail, "facts", name), bad.fault, bad.remedy)
    if spec.clause is not None:
        desk.check_clauses([spec.clause], (*trail, "clause"))
    return Example(
        name=spec.name,
        file=desk.document.file,
        line=desk.document.line(trail),
        on=spec.day,
        facts=MappingProxyType(facts),
        then=MappingProxyType(desk.read_fields(spec.then or {}, (*trail, "then"), complete=False)),
        clause=spec.clause,
        no_rule=spec.no_rule,
    )
