"""Pictures with Chinese words: what is drawn (sheet.py), by a process of its own that ends with it (draw.py)."""
