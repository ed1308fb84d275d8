"""An invented plan of another street, for another kind of emergency, with its official text."""

from pathlib import Path

from knowledge.plan import Plan, load_plan

FOLDER = Path(__file__).parent
OFFICIAL = FOLDER / "official.txt"


def flood_plan() -> Plan:
    """The plan as it is served where config.yaml names its folder."""
    return load_plan(FOLDER)
