"""The official text of a plan, as it was issued: read into clauses, kept, compared, quoted (`plan import`).

The plan beside it (knowledge/plan) says each clause in plain words; the official text is only ever quoted.
"""

from knowledge.official.clauses import OfficialClause, OfficialText, read_text
from knowledge.official.lines import BadText
from knowledge.official.shelf import Kept, Shelf

__all__ = ["BadText", "Kept", "OfficialClause", "OfficialText", "Shelf", "read_text"]
