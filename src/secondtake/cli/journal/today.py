"""`secondtake today`: today's practice plan."""

from __future__ import annotations

from datetime import date, datetime

from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, settings_for


def today(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Plan twenty minutes of practice, and compare your real interviews with practice.

    Example: secondtake today
    """
    from dataclasses import asdict

    from secondtake.journal.followup import countdown, next_interview
    from secondtake.store.library import Library
    from secondtake.store.practice_summary import plan_of, real_room, traits_of

    now = datetime.now().astimezone()
    with Library.open(settings_for(home)) as library:
        upcoming = next_interview(library.interviews.all(), now)
        plan, traits, room = plan_of(library, date.today()), traits_of(library), real_room(library)
    if as_json:
        picks = [{"id": p.question.id, "text": p.question.text, "why": p.why} for p in plan.picks]
        habit = plan.habit and plan.habit.measure
        next_json = upcoming and {
            "id": upcoming.id,
            "company": upcoming.company,
            "at": upcoming.at.isoformat(),
        }
        plan_json = {"interview": next_json, "questions": picks, "habit": habit, "drill": plan.drill}
        print_json(plan_json | {"traits": [asdict(t) for t in traits], "real_room": asdict(room)})
        return
    if upcoming is not None:
        print_line(f"{upcoming.id}  {upcoming.company}: your interview is {countdown(upcoming, now)}.")
    if plan.why:
        print_line(plan.why)
    for pick in plan.picks:
        print_line(f"{pick.question.id}  {pick.question.text}  {pick.why}")
    if plan.habit is not None:
        print_line(f"Focus on: {plan.habit.label}. {plan.habit_why} {plan.drill}")
    for trait in traits:
        kind = "Strength" if trait.kind == "strength" else "To work on"
        print_line(f"{kind}: {trait.label}, in {trait.sessions} of {trait.of} sessions")
    print_line(room.says)
