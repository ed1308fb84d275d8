"""The official account itself: its menus and the tags of its followers."""
