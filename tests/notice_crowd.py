"""`python -m tests.notice_crowd NUMBER`: an approved notice for so many people, in the database that the environment names.

For the benchmark, which starts the assistant's commands and knows nothing of its insides. The people are 住户0, 住户1 …,
and the account of each ends in their number.
"""

import sys

from commands.wiring import open_ledger
from knowledge.settings import load_settings
from ledger import schema
from tests.notice_office import notice_for


def main() -> None:
    """Make the database, the people and the notice."""
    ledger = open_ledger(load_settings())
    schema.migrate(ledger.engine)
    notice_for(ledger, int(sys.argv[1]))
    ledger.close()


if __name__ == "__main__":
    main()
