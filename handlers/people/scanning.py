"""Scanning the QR code of a place (DESIGN 6.5): greeted with its name; what is filed then begins with that address.

A scene that no place of ours has is ignored. The platform's word that somebody has taken back an authorisation, or closed
their account, deletes what it names (document 授权用户信息变更).
"""

from bot.turn import Turn
from handlers import plain_answers, rights
from ledger import audit, conversations, scenes
from ledger.people import accounts
from ledger.places import Place

_PREFIX = "qrscene_"


def followed(turn: Turn) -> str:
    """Somebody follows the account, by the code of a place or without."""
    place = scenes.place_of(turn.db, turn.message.event_key.removeprefix(_PREFIX))
    if place is None:
        return plain_answers.followed(turn)
    accounts.follow(turn.db, turn.contact.openid, turn.now)
    return _greeted(turn, place, is_new=True)


def scanned(turn: Turn) -> str:
    """A follower scans the code of a place; nothing is said to any other code."""
    accounts.note_click(turn.db, turn.contact.openid, turn.now)
    place = scenes.place_of(turn.db, turn.message.event_key)
    return "" if place is None else _greeted(turn, place, is_new=False)


def _greeted(turn: Turn, place: Place, *, is_new: bool) -> str:
    """The place by its name, with what can be done there; an account that is nobody's yet keeps it for its first form."""
    contact = turn.contact
    if not contact.is_bound:
        accounts.note_scan(turn.db, contact.openid, place.id)
    return turn.render(
        "scanned",
        place=place.address.replace("/", "") or place.name,
        is_new=is_new,
        is_bound=contact.is_bound,
        name=contact.name,
        home=contact.address.replace("/", ""),
        lives_there=bool(contact.path) and contact.path.startswith(place.path),
        looks_after=any(place.path.startswith(scope) for scope in rights.scopes(turn)),
    )


def authorisation_taken_back(turn: Turn) -> str:
    """What somebody has begun and not filed goes, and the place that they scanned; nothing else of it is kept here."""
    openid = turn.message.fields.get("OpenID", "")
    if openid:
        conversations.close(turn.db, openid)
        if accounts.scanned_place(turn.db, openid) is not None:
            accounts.note_scan(turn.db, openid, None)
        audit.note(turn.db, turn.now, None, "platform", "authorisation taken back", "account")
    return ""


def account_closed(turn: Turn) -> str:
    """Somebody has closed their WeChat account: as if it had left."""
    openid = turn.message.fields.get("OpenID", "")
    if openid:
        accounts.forget(turn.db, openid)
        audit.note(turn.db, turn.now, None, "platform", "account closed", "account")
    return ""


def profile_changed(_turn: Turn) -> str:
    """Name or picture of a profile were taken down by the platform: neither is kept here."""
    return ""


events = {
    "subscribe": followed,
    "SCAN": scanned,
    "user_authorization_revoke": authorisation_taken_back,
    "user_authorization_cancellation": account_closed,
    "user_info_modified": profile_changed,
}
