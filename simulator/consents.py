"""What people agree to: one notice of a template at a time, or, for a long-term template (长期订阅), all from then on."""

from simulator.fields import FieldsError
from simulator.people import Consent, Person
from simulator.platform import Platform


def agree(platform: Platform, person: Person, template_id: str, answer: object) -> None:
    """Note an answer to a template's popup: accept (a long-term one: for good), always, or reject."""
    if answer == "reject":
        person.consents.pop(template_id, None)
        return
    if answer not in ("accept", "always"):
        raise FieldsError("a consent is accept, always or reject")
    template = platform.templates.get(template_id)
    consent = person.consents.setdefault(template_id, Consent())
    if answer == "always" or (template is not None and template.long_term):
        consent.always = True
    else:
        consent.once += 1
