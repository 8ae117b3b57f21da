"""English: the validated language."""

from __future__ import annotations

from secondtake.core.lexicons.lexicon import Lexicon, words

LEXICON = Lexicon(
    code="en",
    name="English",
    validated=True,
    # Found in measurements on natural speech (docs/decisions/0004-verbatim-words.md).
    prompt="So, um, I uh, I was, um, in, uh, in the the, um, office and, uh, um, it was, uh,",
    # "uh-huh" and "mm-hmm" are answers, not fillers.
    filled_pause=r"u+h*m+|u+h+|h+m+|e+h*r+m*|a+h+|m+|h+u+m+|e+h+m*",
    discourse=(
        "like",
        "you know",
        "y'know",
        "i mean",
        "basically",
        "actually",
        "kind of",
        "sort of",
        "kinda",
        "sorta",
        "right",
        "so",
        "well",
        "literally",
        "okay",
        "ok",
    ),
    hedges=(
        "i think",
        "i guess",
        "i'd say",
        "i would say",
        "it seems like",
        "it seems",
        "as far as i know",
        "in a way",
        "might",
        "i suppose",
        "i believe",
        "i feel like",
        "i hope",
        "maybe",
        "perhaps",
        "probably",
        "possibly",
        "hopefully",
        "just",
        "a little bit",
        "a bit",
        "somewhat",
        "more or less",
        "i don't know",
        "i'm not sure",
        "not really",
        "or something",
        "or whatever",
        "and stuff",
        "if that makes sense",
        "to be honest",
    ),
    clause_openers=words(
        "and but or so because cause cos then when where while although though if unless since until after "
        "before as which who whose that what how why whereas however therefore also plus anyway"
    ),
    i_words=words("i me my mine myself i'm i've i'd i'll"),
    we_words=words("we us our ours ourselves we're we've we'd we'll"),
    number_words=words(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand "
        "million billion half double twice triple dozen percent quarter third"
    ),
    result_words=words(
        "increased increase reduced reduce grew improved improve saved delivered launched won achieved "
        "doubled tripled cut dropped raised completed shipped solved fixed built led result results outcome "
        "outcomes impact revenue growth"
    ),
    # Vowels that meet and stay apart: "go-ing", "reli-able", "situ-ation", "exper-ience", "are-a".
    nucleus=r"[aeiouy]+?(?=ing)|i(?=a|e[nt])|(?<=t)u(?=a)|e(?=a$|ated)|[aeiouy]+",
    # Silent: a final e after a vowel and consonants ("time", "response"), not in "table";
    # -es but after s, z, x, c, g ("times", not "uses"); -ed but after t and d ("played").
    silent=(
        r"(?<=[aeiouy][^aeiouy])e$|(?<=[aeiouy][^aeiouy][^aeiouyl])e$|(?<=[aeiouy]l)e$"
        r"|(?<=[aeiouy][^aeiouyszxcg])es$|(?<=[^aeiouytd])ed$|(?<=[aeiou][rv])e(?=['s])"
    ),
)
