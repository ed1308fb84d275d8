"""Statements of the ledger: SQLAlchemy Core, compiled once for each dialect, run on the driver's own cursor.

A session or an engine's execution context costs more than the statement itself on the hot path (docs/decisions/0004),
so a statement is a module-level constant, its parameters are named, and rows come back as the driver's tuples. What is the
same at every run (a state, a limit) stands in the text itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import ColumnElement, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from ledger.tables import person

DialectName = Literal["sqlite", "postgresql"]

_DIALECTS: Mapping[DialectName, Any] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.dialect(paramstyle="pyformat"),  # type: ignore[no-untyped-call]
}


def _can_be_written(value: object) -> bool:
    """Whether a value means the same in the text on every server; what a backslash means is a server's setting."""
    return isinstance(value, int) or (isinstance(value, str) and "\\" not in value)


def _with_constants_in_the_text(compiler: Any) -> Any:
    """A dialect's compiler that writes texts and whole numbers of a construct out instead of making parameters of them.

    SQLite plans a statement anew whenever it is given a parameter that is compared like the condition of a partial index:
    the look-up of an arriving message took 55 µs for it where 6 are enough.
    """

    def visit_bindparam(self: Any, bound: Any, *rest: Any, literal_binds: bool = False, **named: Any) -> Any:
        written = literal_binds or (not bound.required and _can_be_written(bound.value))
        return compiler.visit_bindparam(self, bound, *rest, literal_binds=written, **named)

    return type(compiler.__name__, (compiler,), {"visit_bindparam": visit_bindparam})


for _dialect in _DIALECTS.values():
    _dialect.statement_compiler = _with_constants_in_the_text(_dialect.statement_compiler)


class Statement:
    """One statement with named parameters; `texts` and `constants` are filled at its first use on a dialect.

    `constants` are the values of the construct that do not stand in its text (bytes, nothing).
    """

    __slots__ = ("_constructs", "constants", "texts")

    def __init__(self, construct: ClauseElement, postgresql_construct: ClauseElement | None = None) -> None:
        self._constructs: dict[str, ClauseElement] = {
            "sqlite": construct,
            "postgresql": construct if postgresql_construct is None else postgresql_construct,
        }
        self.texts: dict[str, str] = {}
        self.constants: dict[str, Mapping[str, object]] = {}

    def compile(self, dialect: DialectName) -> str:
        """The SQL text for a dialect."""
        compiled = self._constructs[dialect].compile(dialect=_DIALECTS[dialect])
        assert isinstance(compiled, SQLCompiler)  # statements, never schema
        self.constants[dialect] = {
            name: value for name, value in compiled.params.items() if not compiled.binds[name].required
        }
        self.texts[dialect] = str(compiled)
        return self.texts[dialect]


def _whose() -> ColumnElement[object]:
    """The parameter `person_id`; where that person was merged into another, the one into whom.

    Looked up by the statement that writes, behind a lock which a merge waits for and which waits for a merge: a record
    that is filed at the same moment names whoever is left (ledger/people/merging.py).
    """
    found = select(func.coalesce(person.c.merged_into, person.c.id)).where(person.c.id == bindparam("person_id"))
    return func.coalesce(
        found.with_for_update(read=True, key_share=True).scalar_subquery(), bindparam("person_id", type_=person.c.id.type)
    )


def _parameters(table: Table, columns: Sequence[str]) -> dict[str, ColumnElement[object]]:
    """The named columns, each a parameter of the same name."""
    return {name: _whose() if name == "person_id" else bindparam(name, type_=table.c[name].type) for name in columns}


def insert(table: Table, *columns: str, returning: str | None = None) -> Statement:
    """An insert of the named columns, each a parameter of the same name; `returning` gives one column back."""
    construct = table.insert().values(_parameters(table, columns))
    return Statement(construct.returning(table.c[returning]) if returning else construct)


def upsert(table: Table, keys: Sequence[str], columns: Sequence[str]) -> Statement:
    """An insert that replaces `columns` of the row which has the same `keys`."""
    values = _parameters(table, (*keys, *columns))
    built = []
    for dialect in (sqlite, postgresql):
        construct = dialect.insert(table).values(values)
        built.append(
            construct.on_conflict_do_update(
                index_elements=list(keys), set_={name: construct.excluded[name] for name in columns}
            )
        )
    return Statement(*built)


def insert_if_absent(table: Table, keys: Sequence[str], columns: Sequence[str]) -> Statement:
    """An insert that does nothing where a row with the same `keys` exists."""
    values = _parameters(table, (*keys, *columns))
    return Statement(
        *(
            dialect.insert(table).values(values).on_conflict_do_nothing(index_elements=list(keys))
            for dialect in (sqlite, postgresql)
        )
    )


def insert_if_new(table: Table, *columns: str) -> Statement:
    """An insert that does nothing where any unique index has such a row already, a partial one too."""
    values = _parameters(table, columns)
    return Statement(
        *(dialect.insert(table).values(values).on_conflict_do_nothing() for dialect in (sqlite, postgresql))
    )
