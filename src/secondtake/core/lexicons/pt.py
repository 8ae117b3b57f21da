"""Portuguese. Not validated here."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, Neighbours, words

LEXICON = Lexicon(
    code="pt",
    name="Portuguese",
    prompt="Então, é, eu hã, eu estava, hum, em, é, na na, hum, empresa e, hã, é, foi, hum,",
    # "é" alone is also "is": the detector counts it only where it stands apart.
    filled_pause=r"h+[ãa]+h*m*|[ãa]+h+m*|ã+|[âã]+h*[mn]+|h+u+m+|h+m+|m+|e+h+|u+h+m+|[ée]{2,}h*",
    discourse=(
        "tipo",
        "sabe",
        "né",
        "então",
        "assim",
        "bom",
        "quer dizer",
        "digamos",
        "basicamente",
        "na verdade",
        "olha",
        "pronto",
        "portanto",
        "literalmente",
    ),
    particles=frozenset({"tipo", "né"}),
    at_work={
        "tipo": Neighbours(
            before=words(
                "que esse este aquele um o do no de qual algum outro mesmo todo cada qualquer nenhum meu"
            ),
            after=words("de da do"),
        ),
        "sabe": Neighbours(
            before=words("não já ele ela"), after=words("onde quando como que quem se quanto")
        ),
    },
    hedges=(
        "acho",
        "acho que",
        "talvez",
        "um pouco",
        "um pouquinho",
        "creio",
        "suponho",
        "mais ou menos",
        "espero",
        "provavelmente",
        "não sei",
        "ou algo assim",
        "quem sabe",
        "parece-me",
    ),
    clause_openers=words(
        "e mas ou porque que quando onde enquanto embora se como quem então pois porém também"
    ),
    i_words=words("eu me mim meu minha meus minhas comigo"),
    we_words=words("nós nos nosso nossa nossos nossas conosco connosco"),
    number_words=words(
        "dois duas três quatro cinco seis sete oito nove dez onze doze treze quinze vinte trinta quarenta "
        "cinquenta sessenta setenta oitenta noventa cem cento mil milhão milhões por cento dobro metade "
        "dúzia"
    ),
    result_words=words(
        "aumentei aumentamos reduzi reduzimos melhorei melhoramos consegui conseguimos entregamos ganhamos "
        "resolvi resolvemos lancei lançamos resultado resultados impacto sucesso vendas crescimento"
    ),
    nucleus=r"[iu]?[aeoáéóâêôãõà](?:[iu](?![aeoáéóâêôãõ]))?|[íú]|[iuy]+",
)
