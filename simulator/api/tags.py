"""Tags on followers (document 用户标签管理), which personal menus go by."""

from collections.abc import Callable

from simulator.api.request import OK, Answer, Request
from simulator.errors import ApiError
from simulator.fields import Fields
from simulator.people import Person
from simulator.platform import Platform

_FIRST_OWN_ID = 100
_MOST_TAGS = 100
_LONGEST_NAME = 30
_MOST_OF_ONE_PERSON = 20
_MOST_PEOPLE = 50
_PAGE = 10_000
_MOST_FANS_TO_DELETE = 100_000
_RESERVED = (0, 1, 2)


def create(platform: Platform, request: Request) -> Answer:
    """A new tag."""
    name = _name(platform, request.fields().inner("tag"))
    if len(platform.tags) >= _MOST_TAGS:
        raise ApiError(45056)
    number = max(platform.tags, default=_FIRST_OWN_ID - 1) + 1
    platform.tags[number] = name
    return {"tag": {"id": number, "name": name}}


def get_all(platform: Platform, request: Request) -> Answer:
    """All tags with the number of people who have them."""
    return {
        "tags": [
            {"id": number, "name": name, "count": len(_people_with(platform, number))}
            for number, name in platform.tags.items()
        ]
    }


def update(platform: Platform, request: Request) -> Answer:
    """A new name for a tag."""
    given = request.fields().inner("tag")
    number = _own(platform, given.whole("id", -1))
    platform.tags[number] = _name(platform, given)
    return OK


def delete(platform: Platform, request: Request) -> Answer:
    """Take a tag away, from everybody who has it."""
    number = _own(platform, request.fields().inner("tag").whole("id", -1))
    people = _people_with(platform, number)
    if len(people) > _MOST_FANS_TO_DELETE:
        raise ApiError(45057)
    for person in people:
        person.tags.remove(number)
    del platform.tags[number]
    return OK


def add_to_people(platform: Platform, request: Request) -> Answer:
    """Give a tag to at most 50 people."""

    def add(person: Person, number: int) -> None:
        if number not in person.tags:
            if len(person.tags) >= _MOST_OF_ONE_PERSON:
                raise ApiError(45059)
            person.tags.append(number)

    return _for_people(platform, request, add)


def take_from_people(platform: Platform, request: Request) -> Answer:
    """Take a tag from at most 50 people."""

    def take(person: Person, number: int) -> None:
        if number in person.tags:
            person.tags.remove(number)

    return _for_people(platform, request, take)


def of_person(platform: Platform, request: Request) -> Answer:
    """The tags of one person."""
    return {"tagid_list": list(platform.person(request.fields().raw().get("openid")).tags)}


def people_with(platform: Platform, request: Request) -> Answer:
    """Who has a tag, 10,000 a page."""
    given = request.fields()
    number = given.whole("tagid", -1)
    if number not in platform.tags:
        raise ApiError(45159)
    openids = [person.openid for person in _people_with(platform, number)]
    after = given.text("next_openid", "")
    start = openids.index(after) + 1 if after in openids else 0
    openids = openids[start : start + _PAGE]
    return {"count": len(openids), "data": {"openid": openids}, "next_openid": openids[-1] if openids else ""}


def _for_people(platform: Platform, request: Request, change: Callable[[Person, int], None]) -> Answer:
    given = request.fields()
    number = given.whole("tagid", -1)
    if number not in platform.tags and number not in _RESERVED:
        raise ApiError(45159)
    openids = given.items("openid_list")
    if not 1 <= len(openids) <= _MOST_PEOPLE:
        raise ApiError(40032)
    people = [platform.person(openid) for openid in openids]
    for person in people:
        if not person.follows:
            raise ApiError(49003)
        change(person, number)
    return OK


def _people_with(platform: Platform, number: int) -> list[Person]:
    return [person for person in platform.people.values() if number in person.tags]


def _own(platform: Platform, number: int) -> int:
    if number in _RESERVED:
        raise ApiError(45058)
    if number not in platform.tags:
        raise ApiError(45159)
    return number


def _name(platform: Platform, given: Fields) -> str:
    name = given.text("name", "")
    if len(name) > _LONGEST_NAME:
        raise ApiError(45158)
    if not name.strip() or name in platform.tags.values():
        raise ApiError(45157)
    return name
