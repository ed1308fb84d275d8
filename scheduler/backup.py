"""Each night the whole state goes into an encrypted file in the data folder; of the older ones some are kept."""

from knowledge.times import HOUR, business_day
from ledger.backups import make, shelf
from scheduler.job import CannotRun, Job, Surroundings


def back_up(surroundings: Surroundings, now: int) -> int:
    """Make the day's backup in the place of an earlier one of the day; returns how many rows it holds.

    Raises CannotRun where no passphrase is set: nothing leaves the database unsealed.
    """
    settings, ledger = surroundings.settings, surroundings.ledger
    if settings.backup.passphrase is None:
        raise CannotRun("no backup is made: set HEXI_BACKUP__PASSPHRASE, or HEXI_BACKUP__PASSPHRASE_FILE")
    place = shelf.place_for(settings.data_dir, business_day(now))
    passphrase = settings.backup.passphrase.get_secret_value()
    rows = make(ledger.engine, ledger.keys, place, passphrase, now, settings.data_dir)
    shelf.tidy(settings.data_dir, settings.backup.keep_days, settings.backup.keep_weeks)
    return rows


job = Job("backup", back_up, at=lambda settings: settings.scheduler.backup, useful_for=20 * HOUR)
