"""Short labels for exit requests: medical leave=01-21T07:30 back=01-21T12:00 to=市医院 who=我,妈妈 plate=蒙G12345 on=MO,WE.

Days are of 2022; a slot that is not named is absent.
"""

_SLOT_OF = {"leave": "leave_at", "back": "return_by", "to": "destination", "plate": "plate"}
_DAYS = frozenset({"leave", "back"})


def trip(label: str) -> dict[str, object]:
    """The slots that a label stands for."""
    slots: dict[str, object] = {}
    for part in label.split():
        key, is_named, value = part.partition("=")
        if not is_named:
            slots["reason"] = key
        elif key == "who":
            slots["persons"] = [{"name": name} for name in value.split(",")]
        elif key == "on":
            slots["recurrence"] = value.split(",")
        else:
            slots[_SLOT_OF[key]] = f"2022-{value}" if key in _DAYS else value
    return slots
