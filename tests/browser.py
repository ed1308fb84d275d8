"""A real Chromium for the tests of the pages. Without one they are skipped, with a sentence that says how to get it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

LAPTOP = (1366, 768)
PHONE = (390, 844)
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_MISSING = "no Chromium: install it (Debian, Ubuntu: apt-get install chromium), or name one with HEXI_TEST_CHROMIUM"


def chromium() -> str | None:
    """Where Chromium is, None where there is none."""
    given = os.environ.get("HEXI_TEST_CHROMIUM")
    return given or next((found for name in _NAMES if (found := shutil.which(name))), None)


needs_chromium = pytest.mark.skipif(chromium() is None, reason=_MISSING)


@dataclass(slots=True)
class Window:
    """One window of the browser; `complaints` are errors and warnings of its console."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def is_too_wide(self) -> bool:
        """Whether the page can be pushed sideways."""
        found: bool = self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        return found


@contextmanager
def browser() -> Iterator[Browser]:
    """A Chromium of this test's own, which reaches nothing but this machine."""
    with sync_playwright() as playwright:
        # --no-sandbox: root may not start it otherwise.
        running = playwright.chromium.launch(
            executable_path=chromium(), args=["--no-sandbox", "--no-proxy-server", "--disable-gpu"]
        )
        try:
            yield running
        finally:
            running.close()


@contextmanager
def window(running: Browser, size: tuple[int, int]) -> Iterator[Window]:
    """A window of a size; the narrow one is a phone's, touched and not clicked."""
    is_phone = size == PHONE
    context = running.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", has_touch=is_phone, is_mobile=is_phone
    )
    opened = Window(context.new_page())

    def hear(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            opened.complaints.append(message.text)

    opened.page.on("console", hear)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    try:
        yield opened
    finally:
        context.close()
