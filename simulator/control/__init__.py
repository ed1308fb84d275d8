"""The control door: what tests, benchmarks and the page ask beside the platform's own API."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from flask import request
from flask.typing import ResponseReturnValue

from simulator.clock import SECOND
from simulator.fields import Fields, FieldsError

_BEIJING = timezone(timedelta(hours=8))

Route = tuple[str, str, Callable[[], ResponseReturnValue]]


def posted() -> Fields:
    """The JSON object of the current request."""
    return Fields(request.get_json())


def read_moment(text: str) -> int:
    """Milliseconds UTC of an ISO 8601 text; without an offset it is Beijing's. Raises FieldsError."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FieldsError(f"{text!r} is not an ISO 8601 time") from None
    return round((moment if moment.tzinfo else moment.replace(tzinfo=_BEIJING)).timestamp() * SECOND)
