"""French. Not validated here."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, Neighbours, words

LEXICON = Lexicon(
    code="fr",
    name="French",
    prompt="Alors, euh, je euh, j'étais, hum, dans, euh, dans le le, euh, bureau et, hum, euh, c'était, euh,",
    filled_pause=r"e+u+h+|h+e+u+|h+u+m+|h+m+|m+|e+h+|a+h+|b[ae]h",
    discourse=(
        "du coup",
        "en fait",
        "tu vois",
        "vous voyez",
        "genre",
        "quoi",
        "bon",
        "ben",
        "voilà",
        "enfin",
        "tu sais",
        "vous savez",
        "disons",
        "comment dire",
        "en gros",
        "bref",
        "alors",
    ),
    particles=frozenset({"en fait", "du coup", "genre"}),
    at_work={
        "genre": Neighbours(
            before=words("ce quel un le mon ton son du de leur tout bon même nouveau autre quelque deuxième"),
            after=words("de d'entreprise humain"),
        ),
        "en fait": Neighbours(before=words("on il elle"), after=words("de partie un une des")),
        "du coup": Neighbours(before=words("effet force suite"), after=words("d'état")),
        "tu sais": Neighbours(after=words("où quand comment pourquoi qui si que ce")),
        "vous savez": Neighbours(after=words("où quand comment pourquoi qui si que ce quoi")),
    },
    hedges=(
        "je pense",
        "je crois",
        "peut-être",
        "un peu",
        "un petit peu",
        "sans doute",
        "probablement",
        "j'espère",
        "je suppose",
        "plus ou moins",
        "je ne sais pas",
        "je sais pas",
        "à peu près",
        "ou quelque chose comme ça",
        "on va dire",
    ),
    clause_openers=words(
        "et mais ou donc car que qui quand où alors puisque parce lorsque comme si pendant puis dont"
    ),
    i_words=words("je j me m' moi mon ma mes mien mienne"),
    we_words=words("nous notre nos nôtre nôtres"),
    number_words=words(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente "
        "quarante cinquante soixante cent cents mille million millions milliard pour cent double moitié "
        "douzaine"
    ),
    result_words=words(
        "augmenté réduit amélioré obtenu gagné livré lancé doublé économisé résolu construit dirigé résultat "
        "résultats impact succès ventes croissance chiffre"
    ),
    nucleus=r"[aeiouyàâäéèêëîïôöùûüœæ]+",
    silent=r"(?<=[aeiouyàâäéèêëîïôöùûü][^aeiouyàâäéèêëîïôöùûü])(?:e|es|ent)$|(?<=ll)(?:e|es|ent)$",
)
