"""The account's menu as data (document 创建自定义菜单): for everybody, and for each role of the staff by tag (个性化菜单).

It stands in `handlers/menu.yaml`. What a tap sends is what could be said: its key is the words themselves.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from bot.words import BadWords

SCANS = "scan"


def _at_most(limit: int) -> AfterValidator:
    """A text of so many bytes, which is how the platform counts."""

    def check(text: str) -> str:
        if len(text.encode()) > limit:
            raise ValueError(f"{text}: at most {limit} bytes")
        return text

    return AfterValidator(check)


ButtonName = Annotated[str, Field(min_length=1), _at_most(16)]
EntryName = Annotated[str, Field(min_length=1), _at_most(60)]
Key = Annotated[str, Field(min_length=1), _at_most(128)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Entry(_Data):
    """A line of the menu: what a tap says, or that it opens the scanner."""

    name: EntryName
    says: Key | None = None
    scans: bool = False

    @property
    def key(self) -> str:
        """What comes back with a tap."""
        return SCANS if self.scans else self.says or self.name

    def on_platform(self) -> dict[str, object]:
        """The entry as the platform takes it."""
        return {"type": "scancode_waitmsg" if self.scans else "click", "name": self.name, "key": self.key}


class Button(_Data):
    """A button at the bottom of the chat with the entries above it."""

    name: ButtonName
    entries: Annotated[list[Entry], Field(min_length=1, max_length=5)]

    def on_platform(self) -> dict[str, object]:
        """The button as the platform takes it."""
        return {"name": self.name, "sub_button": [entry.on_platform() for entry in self.entries]}


Row = Annotated[list[str], Field(min_length=1, max_length=3)]


class StaffMenu(_Data):
    """The menu of some roles, whose holders carry a tag."""

    tag: Annotated[str, Field(min_length=1, max_length=30)]
    roles: Annotated[list[str], Field(min_length=1)]
    buttons: Row


class AccountMenu(_Data):
    """All menus; a row names its buttons."""

    buttons: dict[str, Button]
    everybody: Row
    staff: list[StaffMenu]

    @model_validator(mode="after")
    def _all_there(self) -> "AccountMenu":
        named = {name for row in (self.everybody, *(one.buttons for one in self.staff)) for name in row}
        if named != set(self.buttons):
            raise ValueError(f"buttons named and given differ: {sorted(named ^ set(self.buttons))}")
        for what, names in (("tag", [one.tag for one in self.staff]), ("role", [*self._roles_in_order])):
            if len(names) != len(set(names)):
                raise ValueError(f"a {what} is there twice")
        return self

    @property
    def _roles_in_order(self) -> list[str]:
        return [role for one in self.staff for role in one.roles]

    @cached_property
    def _by_role(self) -> dict[str, str]:
        return {role: one.tag for one in self.staff for role in one.roles}

    def row(self, names: Iterable[str]) -> dict[str, object]:
        """A menu as the platform takes it."""
        return {"button": [self.buttons[name].on_platform() for name in names]}

    def tag_of(self, roles: Iterable[str]) -> str | None:
        """The tag of somebody with these roles: that of the first menu which fits; None for everybody's menu."""
        held = {self._by_role[role] for role in roles if role in self._by_role}
        return next((one.tag for one in self.staff if one.tag in held), None)


def load_menu(folder: Path) -> AccountMenu:
    """The menus of `menu.yaml` in the folder. Raises BadWords with file and place."""
    path = folder / "menu.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader takes a tenth of the time
    try:
        return AccountMenu.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=loader))
    except (yaml.YAMLError, ValidationError) as error:
        raise BadWords(f"{path}: {error}") from None
