"""Everything that people read: templates and short texts, kept where staff can proofread them without reading Python.

Longer words are Jinja2 templates in `handlers/replies/`, a form's questions and labels YAML in `handlers/words/`. Both are
the office's own files; what residents write is only ever passed in as data, never rendered as a template (THREATS A12).
"""

from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import Annotated, Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from knowledge.plan import the_plan

Text = Annotated[str, Field(min_length=1)]


class BadWords(Exception):
    """A file of words cannot be used; the text names file and place."""


class SlotWords(BaseModel):
    """What is said about one slot: its label, its question, what is said to a wrong answer, its choices in words.

    `wrong_again` is said to a further wrong answer, where the first says too much to be read twice; `{said}` is what was
    said. `offered` stands in for the question and the wrong answer while the form offers answers of its own by number.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    label: Text
    ask: Text
    wrong: Text
    wrong_again: Text | None = None
    confirm: Text | None = None
    offered: Text | None = None
    choices: dict[str, Text] = Field(default_factory=dict)


class FormWords(BaseModel):
    """What is said in one conversation."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title: Text
    slots: dict[str, SlotWords]


class _OfFacts(Environment):
    """Templates that see the facts they are given and nothing else."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._read: dict[str, Template] = {}

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """A template by its name, as each part of a reply is asked for anew; the files are read once."""
        if not isinstance(name, str):
            return super().get_template(name, parent, globals)
        known = self._read.get(name)
        if known is None:
            known = self._read[name] = super().get_template(name, parent, globals)
        return known

    def getattr(self, obj: object, attribute: str) -> object:
        """`row.person` of a fact: nearly all are mappings, which Jinja would first search for an attribute of the name."""
        if isinstance(obj, dict) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class Words:
    """The templates and the forms' words, each read and compiled once.

    Each may name the `street` of the plan, and cite it: `cite(rests.exit)` is the clause that an exit rests on. A template
    is compiled when it is first wanted: most commands of the shell say little of it. Whoever answers people calls `compile`
    before the first of them comes.
    """

    def __init__(self, folder: Path) -> None:
        plan = the_plan()
        self._of_the_plan = {"street": plan.head.street, "cite": plan.citing, "rests": plan.rests()}
        self._environment = _OfFacts(
            loader=FileSystemLoader(folder / "replies"),
            undefined=StrictUndefined,
            autoescape=False,  # plain text; the wire escapes it as XML
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            auto_reload=False,  # else every reply with a part of its own looks at the file
        )
        self._environment.globals.clear()  # which would be copied beside the facts for each reply and each of its parts
        self._forms = {path.stem: _form(path) for path in sorted((folder / "words").glob("*.yaml"))}
        self._templates = frozenset(
            name.removesuffix(".txt") for name in self._environment.list_templates(extensions=["txt"])
        )
        self._compiled: dict[str, Template] = {}

    def compile(self) -> None:
        """Compile every template that is not compiled yet; raises jinja2.TemplateSyntaxError."""
        for name in sorted(self._templates):
            self._template(name)

    def render(self, template: str, **facts: object) -> str:
        """The words of `handlers/replies/<template>.txt` with these facts; raises where one is missing."""
        words: str = self._template(template).render({**self._of_the_plan, **facts})
        return words.strip()

    def _template(self, name: str) -> Template:
        known = self._compiled.get(name)
        if known is None:
            known = self._compiled[name] = self._environment.get_template(f"{name}.txt")
        return known

    def form(self, conversation: str) -> FormWords:
        """The words of a conversation."""
        return self._forms[conversation]

    @property
    def templates(self) -> frozenset[str]:
        """The names of all templates."""
        return self._templates

    @property
    def forms(self) -> Mapping[str, FormWords]:
        """The words of all conversations by name."""
        return self._forms


def _form(path: Path) -> FormWords:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader takes a tenth of the time
    try:
        return FormWords.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadWords(f"{path}: {error}") from None
