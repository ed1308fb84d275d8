"""What labelled texts teach: `make learn` writes it to files by which texts are read (knowledge/language/leanings.py).

Nothing that is kept back is read here.
"""
