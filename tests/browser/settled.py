"""Waiting until a page stands still, and asking axe only then.

Streamlit fades what it is about to replace: text caught half-transparent has a contrast that nobody who
looks for a second would see.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

STILL_MS = 300  # our choice: longer than Streamlit pauses between two runs of its script

# An endless animation (a spinner) never ends; it says by itself that something is still going on.
STILL = """(still_ms) => {
  const roots = [document];
  for (const root of roots)
    for (const node of root.querySelectorAll("*")) if (node.shadowRoot) roots.push(node.shadowRoot);
  const app = document.querySelector("[data-testid=stApp]");
  const at = document.querySelector("[data-testid=stMain]")?.scrollTop, scrolled = at !== window.stillAt;
  window.stillAt = at;
  const still = !scrolled && app?.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && !document.querySelector('[data-stale="true"], [data-testid=stSkeleton]')
    && document.fonts.status === "loaded"
    && roots.every((root) => root.getAnimations()
      .every(({ playState, effect }) => playState === "finished" || playState === "idle"
        || effect.getComputedTiming().endTime === Infinity));
  if (!still) window.stillSince = undefined;
  else window.stillSince ??= performance.now();
  return still && performance.now() - window.stillSince >= still_ms;
}"""


def settle(page: Page) -> None:
    """Wait until no script runs, nothing is stale, nothing moves or glides, and stays so for a moment."""
    page.evaluate("window.stillSince = undefined")
    page.wait_for_function(STILL, arg=STILL_MS)


def ready(page: Page, part: str) -> None:
    """Wait until a part of ours is filled and stays: Streamlit mounts it anew when its own parts come."""
    page.wait_for_selector(f"{part}[data-ready='1']")
    settle(page)
    page.wait_for_selector(f"{part}[data-ready='1']")


def press(target: Locator) -> None:
    """Click when the page stands still: what moves away between the button's down and up is not clicked."""
    target.wait_for()
    settle(target.page)
    target.click()


def violations(page: Page, **how: Any) -> list[str]:
    """What axe finds on the settled page; `how` are its own `context` and `options`."""
    settle(page)
    report = Axe().run(page, **how).response
    assert report["passes"], "axe looked at nothing"
    return [
        f"{v['id']}: {[n['target'] for n in v['nodes'][:3]]} {v['nodes'][0]['failureSummary']}"
        for v in report["violations"]
    ]
