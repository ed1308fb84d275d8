"""Publishing the account's menu: everybody's first, then one for each tag of the staff; the old ones go last.

In between somebody sees an old menu or the new one, never none. Publishing twice is harmless.
"""

from typing import Protocol

from bot.account.menu import AccountMenu


class Account(Protocol):
    """What is needed of bot.client.OfficialAccount; every call raises SendError."""

    def create_menu(self, menu: dict[str, object]) -> None:
        """Everybody's menu."""

    def menus_by_rule(self) -> list[str]:
        """The ids of the menus by tag."""

    def add_menu_for_tag(self, menu: dict[str, object], tag_id: int) -> None:
        """A menu for people with a tag."""

    def delete_menu_by_rule(self, menu_id: str) -> None:
        """Take one away."""

    def tags(self) -> dict[str, int]:
        """All tags by name."""

    def create_tag(self, name: str) -> int:
        """A new tag."""


def publish(account: Account, menu: AccountMenu) -> None:
    """Set all menus of the account. Raises SendError."""
    account.create_menu(menu.row(menu.everybody))
    before = account.menus_by_rule()
    tags = ensure_tags(account, menu)
    for one in menu.staff:
        account.add_menu_for_tag(menu.row(one.buttons), tags[one.tag])
    for menu_id in before:
        account.delete_menu_by_rule(menu_id)


def ensure_tags(account: Account, menu: AccountMenu) -> dict[str, int]:
    """The ids of the staff's tags by name, made where they are missing. Raises SendError."""
    known = account.tags()
    return {one.tag: known[one.tag] if one.tag in known else account.create_tag(one.tag) for one in menu.staff}
