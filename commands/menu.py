"""`menu`: publish the account's menu and those of the staff by tag (documents 创建自定义菜单, 个性化菜单)."""

from bot.account import publishing as menu_publishing
from bot.account.menu import load_menu
from bot.sending.fates import SendError
from commands.errors import Refused
from commands.remedies import remedy
from commands.wiring import HANDLERS, Installation, open_official
from ledger import audit
from ledger.ledger import MAINTENANCE_PATIENCE_SECONDS


def publish(house: Installation) -> str:
    """Set all menus of the account; returns what was set. Raises Refused."""
    menu = load_menu(HANDLERS)
    try:
        menu_publishing.publish(open_official(house, house.settings.require_account()), menu)
    except SendError as error:
        raise Refused(f"the menu was not set, or not all of it; run it again. {remedy(error)}") from None
    house.ledger.transact(
        lambda db: audit.note(db, house.clock(), None, "command line", "menu published", "account"),
        wait=MAINTENANCE_PATIENCE_SECONDS,
    )
    tags = ", ".join(one.tag for one in menu.staff)
    return f"the account has its menu, and {len(menu.staff)} by tag ({tags}); phones show it within five minutes"
