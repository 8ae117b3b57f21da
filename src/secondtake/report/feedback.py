"""What a coach says, as one file: to read in any browser, and to drop on the session it is about."""

from __future__ import annotations

from importlib.resources import files

from secondtake.core.insights.rating_form import FORM, SCALE, CoachOpinion
from secondtake.core.spans import clock


def feedback_page(opinion: CoachOpinion, digest: str, student: str) -> bytes:
    """Return the file; the session reads it as it reads a page to share (`coach_form.js`).

    Args:
        digest: of the recording that it is about.
        student: their name, as typed.
    """
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["clock"] = clock
    source = (files("secondtake.report") / "feedback.html.j2").read_text(encoding="utf-8")
    page = environment.from_string(source).render(
        opinion=opinion,
        student=student,
        labels={item: label for item, (label, _) in FORM.items()},
        scale=SCALE,
        coach_file={"digest": digest} | opinion.to_json(),
    )
    return page.encode()
