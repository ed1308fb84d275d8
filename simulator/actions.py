"""What a person can do in the chat, and the message or event that the platform makes of it. ACTIONS is the list."""

from simulator import events, messages
from simulator.fields import Fields, FieldsError
from simulator.people import Person
from simulator.platform import Platform
from simulator.shapes import Make, Shape

ACTIONS: dict[str, Make] = {
    "text": messages.text,
    "tap": messages.tap,
    "image": messages.image,
    "voice": messages.voice,
    "video": messages.video,
    "location": messages.location,
    "link": messages.link,
    "file": messages.file,
    "follow": events.follow,
    "unfollow": events.unfollow,
    "scan": events.scan,
    "click": events.click,
    "view": events.view,
    "mini_program": events.mini_program,
    "scancode": events.scancode,
    "pictures": events.pictures,
    "place": events.place,
    "position": events.position,
    "consent": events.consent,
    "consent_change": events.consent_change,
    "event": events.any_event,
    "message": messages.anything,
}


def shape(platform: Platform, person: Person, action: str, given: Fields) -> Shape:
    """What an action becomes; a follow, an unfollow or a consent changes the person. Raises FieldsError."""
    make = ACTIONS.get(action)
    if make is None:
        raise FieldsError(f"no action is called {action!r}; there are {', '.join(ACTIONS)}")
    return make(platform, person, given)
