"""How a defect is logged in this room, as everywhere in the house (knowledge/defects.py)."""

from knowledge.defects import trace_of

__all__ = ["trace_of"]
