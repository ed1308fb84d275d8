"""What people call where they come home to, from the plan: 回通辽, 到通辽站 (`home` of document.yaml)."""

from functools import cache

from knowledge.language.words import either
from knowledge.plan import the_plan


@cache
def home() -> str:
    """A pattern for its names."""
    return f"(?:{either(the_plan().head.home.split())})"
