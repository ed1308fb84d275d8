"""Answers to questions about the plan: the right clause in plain words with where it stands, or that the plan does not say.

`search` finds clauses, `answerable` decides whether the plan answers at all, `contacts` knows who is responsible, and
`composing` puts the answer together, `quoting` adds the official words where they were imported. Nothing is said that does
not stand in the plan (knowledge/plan).
"""

from copy import copy
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path

from knowledge.answers import composing, wording
from knowledge.answers.answerable import Unsaid
from knowledge.answers.composing import Passage
from knowledge.answers.contacts import Contacts, Directory
from knowledge.answers.judging import Heard, Judged, Said, by_search, by_what_was_taught, signs
from knowledge.answers.likely import Taught
from knowledge.answers.model import ContactWords, Sayings, Silences
from knowledge.answers.search import Asked, Index
from knowledge.answers.ways import load_ways
from knowledge.language.normalise import normalise
from knowledge.official import BadText, OfficialText, Shelf
from knowledge.plan import Plan, the_plan
from knowledge.plan.model import Silence
from knowledge.settings import load_settings
from knowledge.strict_model import load_model
from knowledge.strict_yaml import BadFile

__all__ = ["Answer", "Answers", "BadAnswers", "Contacts", "Known", "Offer", "Passage", "the_answers"]

# What labelled questions taught about the plan of a folder, where any have (evaluation/learning/questions.py).
TAUGHT = "taught.txt"
_QUOTED = 40


class BadAnswers(BadFile):
    """The lists by which questions are understood contradict the plan or cannot be read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the installation knows beside the plan, from config.yaml: shown as coming from there, or not at all."""

    duty_phone: str = ""
    psychology: str = ""
    fever_celsius: str = ""
    fever_source: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What can be said to a question.

    `answered`: the plan says it. `clauses` are where, the best first. Where the plan is known to be silent, `silence` says
    on what and who would know. `is_sure`: it is beyond doubt what is asked. `way`: what the assistant does about it itself,
    and how one gets that; empty for nothing.
    """

    question: str
    answered: bool
    clauses: tuple[str, ...]
    passages: tuple[Passage, ...] = ()
    contacts: Contacts | None = None
    silence: Silence | None = None
    is_sure: bool = False
    way: str = ""


class Offer(Enum):
    """How a person is offered: by a word that always works, or by the number under the answer."""

    WORD = "word"
    NUMBER = "number"


class Answers:
    """Everything that answers from one plan. May be used from any thread."""

    def __init__(self, plan: Plan, folder: Path | None = None, official: OfficialText | None = None) -> None:
        """Loads the lists of the plan's folder, or of another one; `official` is what may be quoted beside them.

        Raises BadAnswers with what is wrong in the lists.
        """
        folder = folder or plan.folder
        sayings, sayings_file = load_model(folder / "sayings.yaml", Sayings, BadAnswers)
        silences, silences_file = load_model(folder / "silences.yaml", Silences, BadAnswers)
        words, words_file = load_model(folder / "contacts.yaml", ContactWords, BadAnswers)
        problems = [
            sayings_file.problem(("asked", clause), "is no clause of the plan", "see knowledge/plan/clauses.yaml")
            for clause in sayings.asked
            if clause not in plan.clauses
        ]
        listed = {silence.id for silence in plan.head.silences}
        for place, one in enumerate(silences.silences):
            if one.id not in listed:
                trail = ("silences", place, "id")
                problems.append(silences_file.problem(trail, "is no silence of the plan", "add it to document.yaml"))
            problems += [
                silences_file.problem(("silences", place, "asks"), f"names no list: {name}", "see `questions`")
                for name in one.asks
                if name not in silences.questions
            ]
        problems += [
            words_file.problem(("groups", place, "id"), "is no group of the plan", "see organisation.yaml")
            for place, group in enumerate(words.groups)
            if plan.group(group.id) is None
        ]
        self._ways, of_ways = load_ways(plan, folder, BadAnswers)
        problems += of_ways
        if problems:
            raise BadAnswers(problems)
        self.plan = plan
        self._official = official
        self._unsaid = Unsaid(plan, silences)
        self._directory = Directory(plan, words)
        taught = folder / TAUGHT
        # The search serves a plan for which no questions have been labelled.
        self._knows = Taught(plan, taught) if taught.exists() else Index(plan, sayings)

    def quoting(self, official: OfficialText | None) -> "Answers":
        """The same answers beside which this text is quoted."""
        found = copy(self)
        found._official = official
        return found

    def who(self, question: str) -> Contacts:
        """Who a question asks for, whether or not it says so in as many words."""
        return self._directory.find(normalise(question))

    def way(self, contacts: Contacts) -> str:
        """What the assistant does itself of the duties of the groups that were found; empty for nothing."""
        return self._ways.of(Said(group.clause) for group in contacts.groups)

    def asks_who(self, text: str) -> bool:
        """Whether a normalised text asks who somebody is, or whose matter something is, that the plan names."""
        return self._directory.asks_who(text) and self._directory.find(text).of_the_plan

    def answer(self, question: str) -> Answer:
        """What the plan says to a question in anybody's own words. Never raises for any text."""
        heard = self.heard(question)
        judged, asked = self._judged(heard)
        if not judged.clauses:
            named = heard.contacts if heard.asks_for_phones and heard.names_somebody else None
            return Answer(question, answered=False, clauses=(), contacts=named, silence=heard.silence)
        contacts = heard.contacts if judged.names_people else self._group(judged)
        said = () if judged.names_people else judged.said
        passages, way = composing.passages(self.plan, said, asked, self._official), self._ways.of(said)
        return Answer(question, True, judged.clauses, passages, contacts, is_sure=judged.is_sure, way=way)

    def _group(self, judged: Judged) -> Contacts | None:
        """The working group that is said, or that comes first."""
        clauses = (judged.clauses[0], *(one.clause for one in judged.said))
        return next((found for found in map(self._directory.group_of, clauses) if found is not None), None)

    def _judged(self, heard: Heard) -> tuple[Judged, Asked | None]:
        """Which clauses answer; how the question was looked up, where it was."""
        if isinstance(self._knows, Taught):
            return by_what_was_taught(heard, self._knows.likely(signs(heard))), None
        asked = self._knows.asked(heard.text)
        return by_search(heard, asked, self._knows.search(asked)), asked

    def heard(self, question: str) -> Heard:
        """What the lists hear in a question."""
        text = normalise(question)
        return Heard(text, self._unsaid.find(text), self._directory.asks_who(text), self._directory.find(text))

    def words(self, answer: Answer, known: Known, offer: Offer = Offer.WORD, *, has_way: bool = True) -> str:
        """An answer as people read it; what the plan does not say ends with the offer of a person.

        `has_way`: whether it is told what the assistant does about it itself.
        """
        contacts = self.contact_words(answer.contacts, known) if answer.contacts is not None else ""
        if answer.answered:
            asks_phone = answer.contacts is not None and answer.contacts.asks_phone
            way = answer.way if has_way else ""
            return wording.render(
                "plan_says", passages=answer.passages, contacts=contacts, asks_phone=asks_phone, way=way
            )
        quoted = " ".join(answer.question.split())
        return wording.render(
            "plan_does_not_say",
            question=quoted if len(quoted) <= _QUOTED else f"{quoted[:_QUOTED]}…",
            silence=answer.silence,
            head=self.plan.head,
            contacts=contacts,
            known=known,
            offer=self.offer_words(offer),
        )

    def contact_words(self, contacts: Contacts, known: Known) -> str:
        """Who is responsible, as people read it; empty where the plan names nobody."""
        if not contacts.of_the_plan:
            return ""
        organisation = self.plan.organisation
        return wording.render(
            "who_is_responsible",
            contacts=contacts,
            known=known,
            groups_of_all=organisation.groups,
            heading_count=organisation.heading_of_groups.count,
            street=self.plan.head.street,
            bodies={"leading_group": organisation.leading_group.name, "office": organisation.office.name},
            own_roles={"leading_group": organisation.leading_group.roles, "office": organisation.office.roles},
            cited={clause: self.plan.cite(clause) for clause in contacts.clauses},
            office_cited=self.plan.cite(organisation.office.clause),
        )

    def details(self, clauses: list[str]) -> str:
        """All that the plan says in some clauses, as people read it; raises KeyError for an unknown one."""
        shown = [composing.details(self.plan, one, self._official) for one in clauses]
        return wording.render("clause_details", clauses=shown)

    def offer_words(self, offer: Offer) -> str:
        """The last line under an answer: how to get a person."""
        return wording.render("offer", office=self.plan.head.office, by_number=offer is Offer.NUMBER)


def the_answers() -> Answers:
    """The answers from the plan that is served, loaded once, and what may be quoted of its official text, as it was
    imported last (`plan import`).

    Raises BadConfig and BadFile.
    """
    return _quoting(_shelf().stamp())


@cache
def _shelf() -> Shelf:
    return Shelf.of(load_settings().data_dir, the_plan())


@cache
def _of_the_plan() -> Answers:
    return Answers(the_plan())


@lru_cache(maxsize=1)
def _quoting(stamp: tuple[int, int] | None) -> Answers:
    """The answers with the text that was there at this stamp of the shelf."""
    try:
        official = _shelf().in_force(the_plan()) if stamp is not None else None
    except BadText:
        official = None  # a damaged text must not keep anybody from an answer: `doctor` and `plan import` tell of it
    return _of_the_plan().quoting(official)
