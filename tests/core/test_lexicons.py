from __future__ import annotations

import re

import pytest

from secondtake.core.lexicons import ALL, for_language


def test_lexicons_six_languages_only_english_validated():
    assert [x.code for x in ALL] == ["en", "es", "de", "fr", "pt", "it"]
    assert [x.code for x in ALL if x.validated] == ["en"]
    assert for_language("en-GB") is for_language("en")
    assert for_language("nl") is None


@pytest.mark.parametrize("lexicon", ALL, ids=lambda x: x.code)
def test_lexicon_prompts_contain_own_filled_pauses(lexicon):
    hesitations = [w for w in lexicon.prompt.split() if lexicon.is_filled_pause(w)]
    assert len(hesitations) >= 4
    assert lexicon.hedges
    assert lexicon.discourse
    for listed in (*lexicon.hedges, *lexicon.discourse):
        assert listed == listed.lower().strip()
        assert not lexicon.is_filled_pause(listed)
    assert re.compile(lexicon.nucleus)


@pytest.mark.parametrize(
    ("code", "pauses", "words"),
    [
        ("en", "um uh er erm hmm", "I a am an are he her him home me my or oh our us"),
        ("de", "äh ähm öh hm", "er ihm im am um uhr ehe ihr in an ob oh mir wem"),
        ("es", "eh em mmm ah", "he ha e y o u me mi en un ahí aun el es hay mía"),
        ("fr", "euh heu hum hm", "eu eux on un en me ma homme ou où au aux et y à"),
        ("it", "ehm em hem eh", "e è ha ho hai me mi un in no nel me al uomo"),
        ("pt", "hã ân âm ãhn hum", "um uma é e há em me mim no na an ao à um"),
    ],
)
def test_lexicon_tells_filled_pauses_from_words(code, pauses, words):
    lexicon = for_language(code)
    assert [p for p in pauses.split() if not lexicon.is_filled_pause(p)] == []
    assert [w for w in words.split() if lexicon.is_filled_pause(w)] == []


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("en", {"time": 1, "table": 2, "wanted": 2, "played": 1, "experience": 4, "idea": 3, "going": 2,
                "responsible": 4, "situation": 4, "the": 1, "customers": 3, "improved": 2, "Um,": 1}),
        ("de", {"Erfahrung": 3, "Team": 1, "arbeiten": 3, "häufig": 2, "ich": 1}),
        ("es", {"trabajo": 3, "día": 2, "bueno": 2, "experiencia": 4, "y": 1}),
        ("fr", {"travaille": 2, "équipe": 2, "bureau": 2, "je": 1}),
        ("it", {"lavoro": 3, "esperienza": 4, "ufficio": 3}),
        ("pt", {"trabalho": 3, "empresa": 3}),
    ],
)  # fmt: skip
def test_syllables_match_spelling(code, counts):
    lexicon = for_language(code)
    assert {w: lexicon.syllables(w) for w in counts} == counts


def test_syllables_count_digits_but_not_punctuation():
    english = for_language("en")
    assert english.syllables("40%") == 2
    assert english.syllables("…") == 0
