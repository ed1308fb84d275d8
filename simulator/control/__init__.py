"""The control door: what tests, benchmarks and the page ask beside the platform's own API."""

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue

from simulator.fields import Fields

Route = tuple[str, str, Callable[[], ResponseReturnValue]]


def posted() -> Fields:
    """The JSON object of the current request."""
    return Fields(request.get_json())
