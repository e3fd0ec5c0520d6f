"""A real Chromium that reaches nothing but this machine, driven as a person would."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

PATIENCE = 300_000  # milliseconds until a test gives up waiting: the machine may be busy

FLAGS = (
    "--no-sandbox",  # as root; the pages are our own
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's Chromium, or a skip that says how to get it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("Chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=list(FLAGS), timeout=PATIENCE)
        try:
            yield browser
        finally:
            browser.close()


def new_page(browser: Browser, **options: Any) -> Page:
    """A page of a visitor of its own, waited for as long as it may take. Keywords are those of
    ``Browser.new_page``."""
    page = browser.new_page(**options)
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return page


@dataclass
class Watched:
    """A page, and all it did that it should not: scripts, dialogs, complaints, other hosts."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", lambda one: self._note(one.type == "error", f"console: {one.text}"))
        self.page.on("pageerror", lambda one: self._note(True, f"script: {one}"))
        self.page.on("dialog", lambda one: (self._note(True, "dialog"), one.dismiss()))
        self.page.on(
            "request", lambda one: self._note(not one.url.startswith(self.origin), one.url)
        )

    def open(self, path: str) -> None:
        """Go to a path, as if it were typed."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)

    def forgive(self, told: str) -> None:
        """Take back a complaint that was to be expected."""
        while not (found := [one for one in self.complaints if told in one]):
            self.page.wait_for_event("console")
        self.complaints.remove(found[0])

    def _note(self, is_bad: bool, what: str) -> None:
        if is_bad:
            self.complaints.append(what)
