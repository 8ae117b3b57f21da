"""Section on stories: the parts of answers, what is asked about them, and the question they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from secondtake.coaching.story.answer_story import AnswerStory, tell_parts
from secondtake.coaching.story.cues import plain_text
from secondtake.coaching.story.outline_points import compare_points, outline_points
from secondtake.coaching.story.part_classifier import Embed
from secondtake.coaching.story.take_alignment import align_sentences
from secondtake.core.conversation.story_responses import PARTS
from secondtake.evaluation.labelled_answers import (
    LabelledAnswer,
    LabelledTake,
    as_recognised,
    read_answers,
    read_outlines,
    read_takes,
)
from secondtake.evaluation.report.results import Outcome, Table
from secondtake.evaluation.report.section import ROOT, Section, Work
from secondtake.journal.questions.answered_question import answered_question, common_questions
from secondtake.observers.speech.sentence_embeddings import SentenceEncoder

DATA = ROOT / "tests" / "data" / "story"
SETS = (("held_back", "held back, same writer"), ("second_writer", "another writer's"))
OUTLINE_SETS = (
    ("outlines", "thresholds chosen on these"),
    ("outlines_second", "these too, after a first look"),
    ("outlines_held_back", "held back"),
)
SEED = 1  # of the fillers
UNLIKE_BELOW = 0.5  # our choice: cosine under which two questions are different ones
MIN_SENTENCE_SHARE = 0.85  # what the parts were asked to reach

FIRST_LOOK = (
    ("held back, same writer", "as written", "0.95", "3 of 6", "2 of 18"),
    ("held back, same writer", "as recognised", "0.94", "4 of 6", "2 of 18"),
    ("another writer's", "as written", "0.80", "1 of 2", "3 of 15"),
    ("another writer's", "as recognised", "0.80", "1 of 2", "3 of 15"),
)
"""Figures on 2026-11-28, before any error was looked at; training had 484 sentences of one writer then."""


@dataclass(frozen=True, slots=True)
class ToldSet:
    """One set of labelled answers in one spelling, with the parts that were told apart."""

    label: str
    spelling: str
    answers: tuple[LabelledAnswer, ...]
    stories: tuple[AnswerStory, ...]

    def parts(self) -> list[tuple[str, str]]:
        """Return the true and the told part of each sentence."""
        return [
            (true, sentence.part)
            for answer, story in zip(self.answers, self.stories, strict=True)
            for true, sentence in zip(answer.parts, story.sentences, strict=True)
        ]

    @property
    def sentence_share(self) -> float:
        """Share of sentences whose part is right."""
        parts = self.parts()
        return sum(true == assigned for true, assigned in parts) / len(parts)

    def told_as(self, *, is_story: bool) -> list[tuple[LabelledAnswer, AnswerStory]]:
        """Return the answers that truly are stories, or those that are not."""
        pairs = zip(self.answers, self.stories, strict=True)
        return [(a, s) for a, s in pairs if a.is_story == is_story]


def measure(work: Work) -> Outcome:
    """Measure parts of sentences, missing results, stories against talk, and questions that do not fit."""
    encoder = SentenceEncoder(work.settings)
    sets = [told_set(*names, spoken, encoder) for names in SETS for spoken in (False, True)]
    tables = (
        _sentences(sets),
        _confusion(sets),
        _story_table(sets),
        _first_look(),
        _questions(encoder),
        _outlines(encoder),
        _takes(encoder),
    )
    weak = [
        f"Sentences, {s.label}, {s.spelling}: {s.sentence_share:.2f} right. It asks, and only where sure."
        for s in sets
        if s.sentence_share < MIN_SENTENCE_SHARE
    ]
    return Outcome(tables, tuple(weak))


def told_set(name: str, label: str, is_spoken: bool, embed: Embed) -> ToldSet:
    """Return one set with its parts told apart, as written or as a recogniser may write it."""
    answers = read_answers(DATA / f"{name}.txt")
    answers = as_recognised(answers, SEED) if is_spoken else answers
    stories = tuple(tell_parts(a.texts, embed) for a in answers)
    return ToldSet(label, "as recognised" if is_spoken else "as written", answers, stories)


def _sentences(sets: Sequence[ToldSet]) -> Table:
    rows = []
    for each in sets:
        parts = each.parts()
        recalls = [_share([assigned == part for true, assigned in parts if true == part]) for part in PARTS]
        rows.append((each.label, each.spelling, str(len(parts)), f"{each.sentence_share:.2f}", *recalls))
    head = ("answers", "spelling", "sentences", "right", *PARTS)
    remark = "As recognised: lower case, no punctuation, about one filler a sentence. By part: found of all."
    return Table("The part of each sentence", head, tuple(rows), (remark,))


def _confusion(sets: Sequence[ToldSet]) -> Table:
    parts = [pair for each in sets if each.spelling == "as written" for pair in each.parts()]
    rows = [(true, *(str(parts.count((true, part))) for part in PARTS)) for true in PARTS]
    return Table("True part (rows) and told part, as written, both sets", ("", *PARTS), tuple(rows))


def _story_table(sets: Sequence[ToldSet]) -> Table:
    rows = []
    for each in sets:
        stories, talk = each.told_as(is_story=True), each.told_as(is_story=False)
        without = [s for a, s in stories if "result" not in a.parts]
        complete = [s for a, s in stories if "result" in a.parts]
        rows.append(
            (
                each.label,
                each.spelling,
                _count([a.is_story == s.is_story for a, s in (*stories, *talk)]),
                _count(["result" in s.missing for s in without]),
                _count(["result" in s.missing for s in complete]),
                _count([s.asked_part == "result" for s in without]),
                _count([s.asked_part == "result" for s in complete]),
                _count([s.asked_part == "talk" for _, s in talk]),
            )
        )
    head = (
        "answers", "spelling", "story or talk right", "missing result noticed", "noticed in vain",
        "asked for", "asked in vain", "talk asked for an occasion",
    )  # fmt: skip
    return Table("Missing results and talk: noticed, and asked for where sure", head, tuple(rows))


def _first_look() -> Table:
    head = ("answers", "spelling", "sentences right", "missing result noticed", "noticed in vain")
    remark = (
        "Afterwards 262 sentences were added to training, half of them another writer's "
        "(`tests/data/coaching/cases.json`); the answers above were not."
    )
    return Table("The first look, before any error was known", head, FIRST_LOOK, (remark,))


def _questions(embed: Embed) -> Table:
    common = common_questions()
    rows = []
    for name, label in SETS:
        answers = read_answers(DATA / f"{name}.txt")
        vectors = embed([a.question for a in answers])
        is_unlike = vectors @ vectors.T < UNLIKE_BELOW
        false: list[bool] = []
        noticed: list[bool] = []
        for i, answer in enumerate(answers):
            texts = [plain_text(text) for text in answer.texts]
            for j, other in enumerate(answers):
                if i == j or is_unlike[i, j]:
                    is_other = answered_question(texts, other.question, common, embed).fits is False
                    (false if i == j else noticed).append(is_other)
        rows.append((label, _count(false), _count(noticed)))
    head = ("answers", "own question called another", "another question noticed")
    remark = (
        "Every answer is set against its own question and the questions of others that are unlike it. In "
        "reviews this is off: of the sample's three questions as heard, two were called wrong. `secondtake "
        "story` never says it of a story where a question asks for one, which these figures leave out."
    )
    return Table("Did it answer the question", head, tuple(rows), (remark,))


def _outlines(embed: Embed) -> Table:
    rows = []
    for name, label in OUTLINE_SETS:
        for seed, spelling in ((None, "as written"), (SEED, "as recognised")):
            compared = [
                (place, each)
                for labelled in read_outlines(DATA / f"{name}.txt", seed)
                for points in [outline_points({"outline": "\n".join(labelled.points)})]
                for place, each in zip(
                    labelled.places, compare_points(points, labelled.texts, embed), strict=True
                )
            ]
            included = [(place, each) for place, each in compared if place]
            left_out = [each.is_said for place, each in compared if not place]
            rows.append(
                (
                    label,
                    spelling,
                    _count([each.is_said is True for _, each in included]),
                    _count([each.sentence + 1 == place for place, each in included if each.is_said]),
                    _count([each.is_said is False for _, each in included]),
                    _count([is_said is False for is_said in left_out]),
                    _count([is_said is True for is_said in left_out]),
                )
            )
    head = (
        "outlines", "spelling", "made, called said", "of these in the right sentence", "made, called missing",
        "left out, called missing", "left out, called said",
    )  # fmt: skip
    remark = (
        "Fifty-five made answers, each with an outline in notes and the sentence that makes each point, "
        "written before the rule by its writer. At the first look at the second set, with thresholds "
        "from the first alone, 3 of the 13 points called missing had been made; the threshold then moved "
        "from .24 to .20, fifteen answers more were written, and measured once. Of the rest the review says "
        "“Not sure”."
    )
    return Table("The points of an outline: said, and missing", head, tuple(rows), (remark,))


def _takes(embed: Embed) -> Table:
    rows = []
    for is_held_back, label in ((False, "threshold chosen on these"), (True, "held back")):
        takes = read_takes(DATA / "takes.txt", held_back=is_held_back)
        points = aligned_points(takes, embed)
        again = sum(len(dict(before).keys() & dict(now).keys()) for before, now in takes)
        same = sum(before == now for before, now in points)
        rows.append((label, str(len(takes)), f"{same} of {again}", str(len(points) - same)))
    remark = (
        "Eight answers, each told twice in other words, written before the rule by its writer. The threshold "
        "was raised from .3 to .4 after both halves had been looked at, by unlike pairs of the first half."
    )
    head = ("takes", "answers", "sentences said again, paired", "others paired")
    return Table("Sentences of two takes", head, tuple(rows), (remark,))


def aligned_points(takes: Sequence[tuple[LabelledTake, LabelledTake]], embed: Embed) -> list[tuple[str, str]]:
    """Return the points of each two sentences that are paired."""
    return [
        (before[i][0], now[j][0])
        for before, now in takes
        for i, j in align_sentences([text for _, text in before], [text for _, text in now], embed)
        if i is not None and j is not None
    ]


def _count(hits: Sequence[bool]) -> str:
    return f"{sum(hits)} of {len(hits)}"


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.2f}" if hits else ""


SECTION = Section(
    name="story",
    title="Parts of a story",
    on="answers written for this project, a label a sentence (`tests/data/story/`): one set held back, "
    "written before the rule by the writer of the first training sentences, and one by another writer "
    "(the stories of `tests/data/coaching/second_coach.json`, labelled by us). English. In twenty "
    "answers more that were measured once (`tests/data/coaching/held_back.json`, whose writer's other "
    "cases are half of the later training sentences), story or talk was right in all, the one missing "
    "result was asked for, and no other.",
    tolerance="None: a sentence has one part. A part is missing where no sentence is more probably that part"
    " than not; it is asked for only under .35. Ten minutes of speech cost 0.7 s of one core, and half a "
    "second once to load the model. It takes 160 MB while a review is made and is freed then; 50 MB "
    "were asked for, but without the runtime's optimisation, which would need 65 MB, it takes twice the"
    " time.",
    measure=measure,
)
