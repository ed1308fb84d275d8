"""The words of answers: templates beside this module, which the office can proofread.

They stand here and not with the conversations, because `ask` gives the same answers without them.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_FOLDER = Path(__file__).parent / "words"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=False,  # plain text; the wire escapes it as XML
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def render(template: str, **facts: object) -> str:
    """The words of `words/<template>.txt` with these facts; raises where one is missing."""
    return _environment().get_template(f"{template}.txt").render(facts).strip()
