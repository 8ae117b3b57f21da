"""The command `secondtake raters`: how far people agree who rated the same answers."""

from __future__ import annotations

from typing import Any

from secondtake.cli.output import HomeOption, JsonFlag, print_json, print_line, print_table, settings_for


def raters(as_json: JsonFlag = False, home: HomeOption = None) -> None:
    """Print how far you and your coaches agree: ICC(2,1) and ICC(3,1) of ratings of the same answers.

    Example: secondtake raters --json
    """
    from secondtake.comparison.raters import raters_agreement
    from secondtake.store.library import Library

    with Library.open(settings_for(home)) as library:
        groups = raters_agreement(library)
    if as_json:
        print_json(groups)
        return
    if not groups:
        print_line("Nothing was rated by two people yet. A coach's file brings the second rating.")
    for group in groups:
        print_line(f"{' and '.join(group['raters'])}, {group['of']}")
        rows = [
            [
                item["label"],
                str(item["n"]),
                _cell(item["agreement"]),
                _cell(item["consistency"]),
                _remark(item),
            ]
            for item in group["items"]
        ]
        print_table(["rated", "n", "ICC(2,1)", "ICC(3,1)", ""], rows)


def _cell(icc: dict[str, Any] | None) -> str:
    return "-" if icc is None else f"{icc['value']:.2f} [{icc['low']:.2f}, {icc['high']:.2f}]"


def _remark(item: dict[str, Any]) -> str:
    return str(item["why_not"] or item["note"])
