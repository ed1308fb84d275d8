"""How a defect of ours is logged: where it happened, never its words or variables, which may be personal."""

import traceback
from pathlib import Path


def trace_of(defect: BaseException) -> list[str]:
    """The way to where it was raised, outermost first, as file, line and function."""
    frames = traceback.extract_tb(defect.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
