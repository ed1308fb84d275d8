"""Who has to check in every day, as a query (rule checkin_due; clauses 3.4.2, 3.2; DESIGN 6.7).

Due are those who live in a sealed place or are under control; everybody else may, and is chased by nobody. The rule says
so; here stands the same for whole communities at once. It starts from the few seals and the open cases, and looks at one
day of each person by index: what it costs grows with who is due, not with what was ever filed. Whoever has no home on
record yet counts where their return report says that they stay.
"""

from sqlalchemy import ColumnElement, Subquery, bindparam, exists, func, select, union_all

from ledger.tables import health_checkin, person, place, return_report, seal

_sealed = place.alias("sealed_place")
_home = place.alias("home")
# The end of the range of paths below a sealed place, as `places.path_end` has it.
_SEALED_END = func.substr(_sealed.c.path, 1, func.length(_sealed.c.path) - 1).concat("/")
_HOME_IN_SCOPE = (_home.c.path >= bindparam("low"), _home.c.path < bindparam("high"))


def due(*which: ColumnElement[bool]) -> Subquery:
    """Who of a query's people is due, each once whatever the reasons are, and where they live."""
    sealed_in = (
        select(person.c.id.label("person_id"), _home.c.id.label("home_id"))
        .select_from(
            seal.join(_sealed, _sealed.c.id == seal.c.place_id)
            .join(_home, (_home.c.path >= _sealed.c.path) & (_home.c.path < _SEALED_END))
            .join(person, person.c.place_id == _home.c.id)
        )
        .where(seal.c.unsealed_at.is_(None), person.c.status == "active", *which)
    )
    under_control = (
        select(person.c.id, _home.c.id)
        .select_from(
            return_report.join(person, person.c.id == return_report.c.person_id).join(
                _home, _home.c.id == func.coalesce(person.c.place_id, return_report.c.place_id)
            )
        )
        .where(return_report.c.status == "under_control", person.c.status == "active", *which)
    )
    either = union_all(sealed_in, under_control).subquery("either")
    return (
        select(either.c.person_id, func.min(either.c.home_id).label("home_id"))
        .group_by(either.c.person_id)
        .subquery("due")
    )


# Who is due in the scope of the parameters `low` and `high`, with the door, and the people alone.
DUE = due(*_HOME_IN_SCOPE)
DUE_PEOPLE = select(DUE.c.person_id)
# Whether the `person` of a query has a check-in in force on the day of the parameter `day`.
HAS_CHECKED_IN = exists(
    select(health_checkin.c.id).where(
        health_checkin.c.person_id == person.c.id,
        health_checkin.c.date == bindparam("day"),
        health_checkin.c.status == "submitted",
    )
)
