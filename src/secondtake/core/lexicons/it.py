"""Italian. Not validated here."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, Neighbours, words

LEXICON = Lexicon(
    code="it",
    name="Italian",
    prompt="Allora, ehm, io eh, ero, ehm, in, eh, nel nel, ehm, ufficio e, eh, mmm, era, ehm,",
    filled_pause=r"e+h+m*|h?e+m+|m+|h+m+|a+h+m*|u+h*m+",
    discourse=(
        "cioè",
        "diciamo",
        "insomma",
        "tipo",
        "praticamente",
        "allora",
        "ecco",
        "sai",
        "sa",
        "niente",
        "appunto",
        "in pratica",
        "letteralmente",
        "va bene",
        "vabbè",
        "comunque",
    ),
    particles=frozenset({"cioè", "tipo"}),
    at_work={
        "tipo": Neighbours(
            before=words("che questo quel un il del di ogni qualche altro stesso nuovo suo mio quale nessun"),
            after=words("di del da"),
        ),
        "sai": Neighbours(before=words("non lo"), after=words("dove quando come che chi se quanto")),
        "sa": Neighbours(before=words("non lo si"), after=words("dove quando come che chi se quanto")),
    },
    hedges=(
        "credo",
        "penso",
        "forse",
        "magari",
        "un po'",
        "un pochino",
        "suppongo",
        "mi sembra",
        "più o meno",
        "speriamo",
        "spero",
        "probabilmente",
        "non so",
        "non lo so",
        "o qualcosa del genere",
        "direi",
    ),
    clause_openers=words(
        "e ed ma o perché che quando dove mentre se come chi allora quindi però poi anche cui siccome"
    ),
    i_words=words("io mi me mio mia miei mie"),
    we_words=words("noi ci nostro nostra nostri nostre"),
    number_words=words(
        "due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici venti "
        "trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille mila milione milioni per "
        "cento doppio metà dozzina"
    ),
    result_words=words(
        "aumentato ridotto migliorato ottenuto raggiunto vinto consegnato lanciato raddoppiato risparmiato "
        "risolto costruito guidato risultato risultati impatto successo vendite crescita"
    ),
    nucleus=r"[iu]?[aeoàèéòó](?:[iu](?![aeoàèéòó]))?|[ìù]|[iuy]+",
)
