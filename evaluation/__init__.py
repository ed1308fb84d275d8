"""How well people are understood, measured on texts that were written apart from the rules (`make evaluate`).

`texts/open` may be looked at by whoever improves the grammars; `texts/kept_back` is only ever scored: nothing here prints
a text of it. README.md says who wrote them and how they are scored.
"""
