"""The difference of two wordings: content words that only one has, and opposites among them."""

from __future__ import annotations

from dataclasses import dataclass

from secondtake.journal.questions.question import plain

# Words that ask, point and join. People, work and time are in nearly every question of an interview.
_EMPTY_WORDS = (
    "a an the of to in on at for with and or that this these those it its is are was were be been am do does "
    "did have has had you your yourself me my us our we i he she they them his her their would could should "
    "can will may might please so then there here about as by from if any some someone somebody people work "
    "job time when what which who how why where tell describe give share explain talk walk take name example "
    "situation"
)
_EMPTY = frozenset(_EMPTY_WORDS.split())
# The same word in British and American, and words that interviews use for one thing.
_SAME = {
    "organized": "organised",
    "favorite": "favourite",
    "coworker": "colleague",
    "coworkers": "colleagues",
    "biggest": "greatest",
    "resume": "cv",
    "boss": "manager",
    "supervisor": "manager",
    "firm": "company",
    "organisation": "company",
    "organization": "company",
    "employer": "company",
    "pay": "salary",
    "compensation": "salary",
    "wage": "salary",
    "earn": "salary",
}
_ENDINGS = ("ings", "ing", "ied", "ies", "ed", "es", "s", "ly", "er")
_MIN_STEM = 3
_OPPOSITES = (
    "strength weakness, success failure, succeed fail, most least, best worst, like dislike, enjoy dislike, "
    "love hate, agree disagree, easy difficult, easy hard, simple complex, give hear, give receive, "
    "give get, lead follow, alone together, first last, current former, current next, past future, old new, "
    "good bad, right wrong, start stop, start leave, join leave, accept refuse, accept decline, "
    "praise criticism, happy unhappy, happy angry, proud ashamed, proud regret, more less, always never, "
    "before after, help hinder, hire fire, win lose, teach learn, reach miss, keep change, stay leave, "
    "quick slow, long short, strong weak, high low, early late, well badly"
)


@dataclass(frozen=True, slots=True)
class Difference:
    """Stems of content words that two questions share and that only one of them has.

    Args:
        first, second: words that the other question does not have, in order.
        shared: how many both have.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    shared: int

    @property
    def opposed(self) -> bool:
        """True if one has the opposite of a word that the other has."""
        return any(frozenset((a, b)) in OPPOSITES for a in self.first for b in self.second)


def difference(first: str, second: str) -> Difference:
    """Return what two questions differ in.

    >>> difference("What is your greatest strength?", "What is your biggest weakness?").opposed
    True
    >>> difference("Tell me about a time you failed.", "Could you tell me about a time when you failed?")
    Difference(first=(), second=(), shared=1)
    """
    a, b = _content(first), _content(second)
    return Difference(
        tuple(stem for stem in a if stem not in b),
        tuple(stem for stem in b if stem not in a),
        len({*a} & {*b}),
    )


def rest(text: str, words: tuple[str, ...]) -> str:
    """Return the words of a text whose stems are among `words`."""
    return " ".join(word for word in plain(text).split() if stem(word) in words)


def stem(word: str) -> str:
    """Return the word without its ending, roughly: enough to know a word again within a question.

    >>> stem("failed"), stem("failing"), stem("organized") == stem("organised")
    ('fail', 'fail', True)
    """
    word = _SAME.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _MIN_STEM:
            word = word[: -len(ending)]
            break
    if len(word) > _MIN_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word.rstrip("e")


def _content(text: str) -> list[str]:
    return [stem(word) for word in plain(text).split() if word not in _EMPTY]


OPPOSITES = frozenset(frozenset(map(stem, pair.split())) for pair in _OPPOSITES.split(", "))
