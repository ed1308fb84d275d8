"""How a person of a check-in is written in the tables of the tests: 204:周敏 36.2 cough, ?36.5 for a proposal."""

from knowledge.language.persons import PersonFound


def shown(person: PersonFound) -> str:
    """The door, the name, the temperature or what is proposed, and the symptoms, as far as they are told."""
    health = person.health
    door = person.door + ":" if person.door else ""
    proposed = f"?{health.confirm['temperature']}" if health.confirm else ""
    said = f"{health.temperature or ''}{proposed} {','.join(health.symptoms or ())}".strip()
    return f"{door}{person.name} {said}".strip()
