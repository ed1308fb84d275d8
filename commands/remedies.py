"""What an operator can do when the platform refuses to give a token, by its errcode (global return codes)."""

import re

from bot.sending.fates import SendError

_ADDRESS = re.compile(r"\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b")
_WHITELIST = "add this host's address{address} to the IP whitelist in the account's console"
_REMEDIES = {
    40164: _WHITELIST,
    89503: "an administrator of the account must confirm this host's address{address} on their phone",
    40013: "HEXI_WECHAT__APP_ID is not that of an account",
    40125: "HEXI_WECHAT__APP_SECRET is not the account's: copy or renew it in the account's console",
    40001: "HEXI_WECHAT__APP_SECRET is not the account's: copy or renew it in the account's console",
    40243: "the AppSecret is frozen: unfreeze it in the account's console",
    45009: "the day's calls are used up: they begin anew at midnight",
    45011: "too many calls this minute: try again in a moment",
    -1: "the platform is busy: try again in a moment",
}


def remedy(error: SendError) -> str:
    """One line: the code, what it means here, and the platform's name for the call where it gave one."""
    found = _ADDRESS.search(error.errmsg)
    words = _REMEDIES.get(error.errcode or 0, "look the code up in the platform's list of global return codes")
    call = f" (rid {error.rid})" if error.rid else ""
    return f"refused with {error.errcode}: {words.format(address=f' {found[0]}' if found else '')}{call}"
