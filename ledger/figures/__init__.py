"""What is counted of a day in a place: check-ins, fevers, returns, exits, supplies, handovers, hours without anybody on
duty.

Every figure comes with the rows that it counts, so that a list of them has as many lines, and figures close: what was to
be done is what was done and what was not. Each query takes the scope as a path and starts from a day, a span or what is
open at present, by index: what it costs does not grow with what was filed before.

Counted are records alone; what nobody has entered is in no figure.
"""

from ledger.figures.gather import Figures, gather
from ledger.figures.span import Span

__all__ = ["Figures", "Span", "gather"]
