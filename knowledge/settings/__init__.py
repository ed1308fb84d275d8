"""The settings of an installation: config.yaml, overridden by HEXI_<SECTION>__<KEY>, checked at the start.

What the plan does not say (a fever threshold, deadlines) is set here by the office and shown as coming from
here. Secrets come from the environment or from a file that HEXI_<SECTION>__<KEY>_FILE names, never from
config.yaml, and are never printed.
"""

from knowledge.settings.duties import Exits
from knowledge.settings.loading import load_settings
from knowledge.settings.model import PROJECT_FOLDER, Account, Settings
from knowledge.settings.running import Database, Keys, Redis, Server
from knowledge.settings.sources import BadConfig

__all__ = [
    "PROJECT_FOLDER",
    "Account",
    "BadConfig",
    "Database",
    "Exits",
    "Keys",
    "Redis",
    "Server",
    "Settings",
    "load_settings",
]
