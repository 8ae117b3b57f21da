"""Ratings of the same answers by several people, and how far they agree."""

from __future__ import annotations

import json

import pytest

from secondtake.cli import main
from secondtake.comparison.raters import SELF, raters_agreement
from secondtake.core.insights.rater_agreement import intraclass_correlations
from secondtake.core.insights.rating_form import parse_coach_opinion

STARS = [(1, 2, 2), (2, 2, 3), (3, 4, 4), (4, 4, 5), (5, 5, 5)]


@pytest.fixture
def rated(library, add_session):
    """Four sessions with three answers, of which the person and two coaches rated the pace."""

    def adding(sessions: int = 4) -> None:
        for number in range(sessions):
            session = add_session(bytes([number]))
            body = library.latest_review(session.id).body
            places = [{"index": i, "start_s": 10.0 * i, "end_s": 10.0 * i + 9} for i in range(3)]
            answers = [body["answers"][0] | place for place in places]
            library.save_review(session.id, body | {"answers": answers})
            for answer in answers:
                span = [answer["start_s"], answer["end_s"]]
                own, *_ = STARS[(number + answer["index"]) % 5]
                library.corrections.rate_oneself(session.id, answer["index"], {"pace": own, "span": span})
            for place, name in ((1, "Kim"), (2, "Lee ")):
                opinion = {"name": name, "rating": {"calm": 3}, "comments": []}
                opinion["answers"] = [
                    {
                        "span": [a["start_s"] + 1, a["end_s"]],
                        "rating": {"pace": STARS[(number + a["index"]) % 5][place]},
                    }
                    for a in answers
                ]
                library.corrections.add_coach_opinion(session.id, parse_coach_opinion(opinion))

    return adding


def test_raters_of_the_same_answers_have_an_icc_with_its_evidence(library, rated, settings, capsys):
    rated()
    groups = raters_agreement(library)
    assert [(g["of"], tuple(g["raters"])) for g in groups[:4]] == [
        ("answers", ("Kim", "Lee")),
        ("answers", ("Kim", SELF)),
        ("answers", ("Lee", SELF)),
        ("answers", ("Kim", "Lee", SELF)),
    ]
    (item,) = groups[3]["items"]
    assert (item["item"], item["n"], item["why_not"]) == ("pace", 12, "")
    assert item["note"] == "From 12; 30 or more are advised."
    table = [target["stars"] for target in item["targets"]]
    agreement, consistency = intraclass_correlations(table)
    assert (item["agreement"], item["consistency"]) == (agreement.to_json(), consistency.to_json())
    whole = next(g for g in groups if g["of"] == "interviews")
    assert (whole["raters"], whole["items"][0]["n"]) == (["Kim", "Lee"], 4)
    assert whole["items"][0]["agreement"] is None
    assert main(["raters", "--home", str(settings.home)]) == 0
    assert f"{agreement.value:.2f} [" in capsys.readouterr().out
    assert main(["raters", "--json", "--home", str(settings.home)]) == 0
    assert json.loads(capsys.readouterr().out) == json.loads(json.dumps(groups))


def test_raters_with_too_few_ratings_have_no_figure(library, rated):
    rated(3)
    item = raters_agreement(library)[0]["items"][0]
    assert (item["agreement"], item["consistency"]) == (None, None)
    assert item["why_not"] == "Too few: 9 rated by all of them, 10 are needed."


def test_one_rater_alone_is_no_group(library, add_session, settings, capsys):
    session = add_session()
    library.corrections.rate_oneself(session.id, None, {"pace": 3})
    assert raters_agreement(library) == []
    assert main(["raters", "--home", str(settings.home)]) == 0
    assert "Nothing was rated by two people yet" in capsys.readouterr().out
