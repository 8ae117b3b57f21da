"""A review in a made-up language: every letter of ours is wider, so what was forgotten is plain to see."""

from __future__ import annotations

import re
from string import ascii_letters

import pytest
from driving import ask
from settled import settle

from secondtake.ui.i18n.extract_texts import found

pytestmark = pytest.mark.browser

WIDE = {ord(letter): ord(letter) + 0xFEE0 for letter in ascii_letters}  # "A" becomes "Ａ"
# What the person or the recording said, what keys are called, and what every language calls alike.
NOT_OURS = (
    ".transcript .text, .legend .w, textarea, .place, .tags, kbd, .provenance, .session > .head h1, .spoken"
)
SPOKEN = ("filler", "discourse_filler", "hedge", "repeat", "false_start")  # kinds labelled by what was said
ALIKE = re.compile(r"“[^”]*”|\b(dB|LUFS|Hz|ELAN|Praat TextGrid|PDF|VTT|CSV|JSON|EAF)\b")
SHOWN = """(not_ours) => {
  const root = [...document.querySelectorAll("*")].find((e) => e.shadowRoot?.session).shadowRoot;
  const said = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) said.push(node.textContent);
    if (node.nodeType !== Node.ELEMENT_NODE && node !== root) return;
    if (node.matches?.("style, script, " + not_ours)) return;
    for (const name of ["aria-label", "title", "placeholder", "aria-valuetext"])
      if (node.getAttribute?.(name)) said.push(node.getAttribute(name));
    for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return said;
}"""


def wider(text: str) -> str:
    """The text with its letters widened and its fields kept.

    >>> wider("{n} of 3")
    '{n} ｏｆ 3'
    """
    parts = re.split(r"(\{\w+\})", text)
    return "".join(part if part.startswith("{") else part.translate(WIDE) for part in parts)


@pytest.fixture
def review(open_page, sample):
    made_up = {text: wider(text) for text in found()}
    page = open_page("/settings")
    page.route("**/words/en-XA.json", lambda route: route.fulfill(json=made_up))
    page.goto(page.url.replace("/settings", f"/review?s={sample}&lang=en-XA"))
    page.wait_for_selector(".session[data-ready='1']")
    return page


def english(said: set[str], spoken: set[str]) -> list[str]:
    """What still has a plain letter once all that was spoken is gone."""
    left = []
    for text in said:
        rest = ALIKE.sub("", text)
        for words in sorted(spoken, key=len, reverse=True):
            rest = rest.replace(words, "")
        if re.search("[A-Za-z]", rest):
            left.append(text)
    return sorted(left)


def test_nothing_of_ours_stays_english_on_a_review(review):
    ask(review, "s.root.querySelectorAll('details').forEach((d) => { d.open = true; })")
    settle(review)
    said = set(review.evaluate(SHOWN, NOT_OURS))
    moments = ask(review, "s.view.moments")
    for kind in dict.fromkeys(moments["kind"]):  # the card of each kind says why in its own words
        ask(review, f"s.select(s.view.moments.kind.indexOf('{kind}'))")
        said |= set(review.evaluate(SHOWN, NOT_OURS))
    named = zip(moments["kind"], moments["label"], moments["why"], strict=True)
    spoken = {
        why if kind == "sentence" else label for kind, label, why in named if kind in (*SPOKEN, "sentence")
    }
    spoken |= {card["question"] for card in ask(review, "s.view.cards")}  # asked, not written by us
    assert len(said) > 150
    forgotten = english(said, spoken)
    assert not forgotten, "\n".join(forgotten)


SENTENCES = """(words) => import(performance.getEntriesByType("resource")
  .find((entry) => entry.name.endsWith("/shared/sentences.js")).name)
  .then(({ Sentences }) => words.said.map((text) => new Sentences(words.catalogue).translate(text)))"""
GERMAN = {
    "{n0} blinks in {n1} s": "{n0}-mal Blinzeln in {n1} s",
    "“{0}” said {n1} times in a row": "„{0}“ {n1}-mal",
    "in {n0} of {n1} answers": "in {n0} von {n1} Antworten",
    "{0} {n1} % of the time": "{n1} % der Zeit {0}",
    "your face": "Ihr Gesicht",
    "Looked for: {0}.": "Gesucht: {0}.",
    "a smile": "ein Lächeln",
    "smiles": "Lächeln",
    "no": "",
}


def test_sentences_are_known_by_their_templates(review):
    said = {
        "3 blinks in 1.2 s": "3-mal Blinzeln in 1.2 s",
        "“a smile” said 2 times in a row": "„a smile“ 2-mal",  # somebody's own words stay
        "2 smiles, in 1 of 3 answers.": "2 Lächeln, in 1 von 3 Antworten.",
        "your face 100 % of the time": "100 % der Zeit Ihr Gesicht",
        "Looked for: smiles, your face.": "Gesucht: Lächeln, Ihr Gesicht.",
        "no": "no",  # not translated yet
        "Hello, you": "Hello, you",
    }
    assert review.evaluate(SENTENCES, {"catalogue": GERMAN, "said": list(said)}) == list(said.values())
