"""Spanish. Not validated here."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, Neighbours, words

LEXICON = Lexicon(
    code="es",
    name="Spanish",
    prompt="Pues, eh, yo em, yo estaba, eh, en, mmm, en la la, eh, oficina y, em, eh, fue, eh,",
    filled_pause=r"e+h+|e+m+|e+h*m+|m+|h+m+|a+h+|u+h+m*|u+m+",
    discourse=(
        "o sea",
        "digamos",
        "sabes",
        "bueno",
        "pues",
        "este",
        "es decir",
        "en plan",
        "la verdad",
        "básicamente",
        "literalmente",
        "a ver",
        "vale",
    ),
    particles=frozenset({"o sea", "en plan"}),
    at_work={
        "en plan": Neighbours(before=words("un el este buen gran"), after=words("de")),
        "o sea": Neighbours(before=words("sea")),
        "sabes": Neighbours(before=words("no ya tú"), after=words("dónde cuándo cómo qué quién si cuánto")),
    },
    hedges=(
        "creo",
        "creo que",
        "quizás",
        "quizá",
        "tal vez",
        "a lo mejor",
        "un poco",
        "un poquito",
        "supongo",
        "me parece",
        "más o menos",
        "ojalá",
        "probablemente",
        "no sé",
        "como que",
        "o algo así",
    ),
    clause_openers=words(
        "y e pero o u porque que cuando donde mientras aunque si como quien entonces pues sino además"
    ),
    i_words=words("yo me mi mis mí mío mía míos mías conmigo"),
    we_words=words("nosotros nosotras nos nuestro nuestra nuestros nuestras"),
    number_words=words(
        "dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta "
        "cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones por ciento "
        "doble mitad docena"
    ),
    result_words=words(
        "logré logramos conseguí conseguimos aumenté aumentamos reduje redujimos mejoré mejoramos ahorramos "
        "ganamos entregamos resolví resolvimos resultado resultados impacto éxito ventas crecimiento"
    ),
    # Strong vowels part syllables, weak ones (i, u) join a neighbour; an accent on them parts again.
    nucleus=r"[iuü]?[aeoáéó](?:[iuy](?![aeoáéó]))?|[íú]|[iuüy]+",
)
