"""German. Not validated here."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, Neighbours, words

LEXICON = Lexicon(
    code="de",
    name="German",
    prompt="Also, ähm, ich äh, ich war, ähm, in, äh, in der der, ähm, Firma und, äh, ähm, das war, äh,",
    filled_pause=r"ä+h*m*|ö+h*m*|e+h+m*|h+m+|m+|u+h+m*|e+r+m+|ä+hem",
    discourse=(
        "sozusagen",
        "quasi",
        "halt",
        "irgendwie",
        "also",
        "ne",
        "weißt du",
        "wissen sie",
        "im grunde",
        "eigentlich",
        "genau",
    ),
    particles=frozenset({"sozusagen", "quasi", "halt"}),
    at_work={
        "halt": Neighbours(before=words("bitte er sie es ich kein ein der dem"), after=words("machen an")),
        "quasi": Neighbours(before=words("ein eine einen einem einer")),
        "weißt du": Neighbours(after=words("wann wo wie was warum wer ob dass welche welcher")),
        "wissen sie": Neighbours(after=words("wann wo wie was warum wer ob dass welche welcher")),
    },
    hedges=(
        "vielleicht",
        "ich glaube",
        "ich denke",
        "ich würde sagen",
        "ein bisschen",
        "eventuell",
        "möglicherweise",
        "wahrscheinlich",
        "hoffentlich",
        "ich weiß nicht",
        "oder so",
        "ein wenig",
        "an sich",
    ),
    clause_openers=words(
        "und aber oder weil dass denn wenn als obwohl während damit ob der die das wo wie was dann also "
        "deshalb deswegen trotzdem sondern"
    ),
    i_words=words("ich mich mir mein meine meinen meinem meiner meines"),
    we_words=words("wir uns unser unsere unseren unserem unserer unseres"),
    number_words=words(
        "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig dreißig vierzig fünfzig sechzig "
        "siebzig achtzig neunzig hundert tausend million millionen milliarde milliarden prozent doppelt "
        "hälfte halb dutzend"
    ),
    result_words=words(
        "erreicht gesteigert verbessert reduziert gesenkt gespart gewonnen verdoppelt abgeschlossen "
        "geliefert gelöst gebaut geleitet ergebnis ergebnisse erfolg wirkung umsatz wachstum"
    ),
    nucleus=r"[aeiouyäöü]{1,2}",
)
