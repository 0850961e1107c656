"""Review pages in a browser: search, filters, keys, language, theme, and that no request leaves them.

Needs Chromium and the package playwright (`pip install playwright`); skipped without them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Pipeline

playwright = pytest.importorskip("playwright.sync_api", reason="no playwright")
SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [pytest.mark.process, pytest.mark.skipif(CHROMIUM is None, reason="no Chromium")]


@pytest.fixture
def page(pipeline: Pipeline, tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "raw").mkdir()
    shutil.copy(SAMPLE, tmp_path / "raw")
    assert pipeline("run", "--review").returncode in (0, 4)
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        page.told, page.asked = [], []
        page.on("console", lambda message: page.told.append(message.text))
        page.on("pageerror", lambda error: page.told.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto((tmp_path / "extracted/review/2024.pdf.html").as_uri())
        yield page
        assert page.told == []
        assert not [url for url in page.asked if not url.startswith(("file:", "data:", "blob:"))]
        browser.close()


def test_programmes_are_found_by_words_and_by_their_figures(page: Any) -> None:
    every = page.locator(".prog:visible").count()
    page.fill("#find", "포털")
    by_words = page.locator(".prog:visible").count()
    assert 0 < by_words < every
    page.fill("#find", "")
    page.select_option("#verdict", "agrees")
    assert 0 < page.locator(".prog:visible").count() < every
    page.select_option("#verdict", "")
    page.fill("#find", "없는말없는말")
    assert page.locator(".prog:visible").count() == 0
    assert page.locator("#count").inner_text() != ""


def test_keys_judge_a_card_and_collect_what_to_copy(page: Any) -> None:
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.id") == "card-1"
    page.keyboard.press("1")
    assert page.evaluate("document.activeElement.id") == "card-2"
    assert "[[accepted]]" in page.locator('[data-kind="accepted"] textarea').input_value()
    page.keyboard.press("2")
    assert "[[correction]]" in page.locator('[data-kind="corrections"] textarea').input_value()
    assert page.locator("#judged-number").inner_text() == "2"
    page.keyboard.press("k")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find"


def test_a_click_shows_the_whole_page_and_a_figure_leads_to_its_card(page: Any) -> None:
    page.locator(".look").first.click()
    assert page.locator("#whole[open] svg rect.s").count() >= 1
    page.keyboard.press("Escape")
    assert page.locator("#whole[open]").count() == 0
    link = page.locator("a.q").first
    target = link.get_attribute("href")
    link.click()
    assert page.evaluate("location.hash") == target
    assert page.locator(f"{target}:visible").count() == 1


def test_language_theme_phone_and_print(page: Any) -> None:
    assert page.locator("h2 span[lang=ko]:visible").count() > 0
    page.click("#tongue")
    assert page.locator("span[lang=ko]:visible").count() == 0
    assert page.locator("#find").get_attribute("placeholder").isascii()
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    tallest = page.evaluate(
        "Math.max(...Array.from(document.querySelectorAll('.cut'), c => c.clientHeight))"
    )
    assert tallest <= 800
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
