"""Writes docs/rule-profile.md from the shipped profile: `python -m infra.rulebook`."""

import json
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROFILE = ROOT / "chalicelib" / "profiles" / "WF-MARKET-1.json"
PAGE = ROOT / "docs" / "rule-profile.md"

HEAD = """# Rule profile {name}

Every figure with its source, written by `python -m infra.rulebook` from `chalicelib/profiles/{name}.json`;
a test compares. A district loads its own figures; an old notice keeps the profile it was published under.

| setting | value | source |
|---|---|---|
"""

CLAUSES = "\n## Forbidden clauses\n\n| code | effect | reason | source |\n|---|---|---|---|\n"
HINTS = """
## Requirements beyond the law

The reviewer answers each of them with a reason, or sends the notice back.

| code | reason | source |
|---|---|---|
"""

VIOLATIONS = """
## Violations and what follows from them

Points are deducted from 100. Months and years are the least and the most that a decision may set; whoever can
be barred is removed. The system deducts automatic points at once, everything else is heard and decided.

| code | name | points | suspension, months | re-entry bar, years | automatic | source |
|---|---|---|---|---|---|---|
"""


def document() -> str:
    """Return the page."""
    profile: dict[str, Any] = json.loads(PROFILE.read_text(encoding="utf-8"))
    rows = [
        f"| `{key}` | {_cell(entry['value'])} | {_cell(entry['source'])} |"
        for key, entry in profile["settings"].items()
    ]
    clauses = [_clause(clause) for clause in profile["clauses"]]
    hints = [_hint(code, hint) for code, hint in profile["hints"].items()]
    parts = [HEAD.format(name=profile["name"]) + "\n".join(rows), CLAUSES + "\n".join(clauses)]
    violations = [_violation(code, row) for code, row in profile["violations"].items()]
    return "\n".join([*parts, HINTS + "\n".join(hints), VIOLATIONS + "\n".join(violations)]) + "\n"


def _violation(code: str, row: dict[str, Any]) -> str:
    spans = ["–".join(map(str, row[name])) or "-" for name in ("suspension_months", "bar_years")]
    cells = [
        f"`{code}`",
        row["name"],
        row["points"],
        *spans,
        "yes" if row["is_automatic"] else "no",
        _cell(row["source"]),
    ]
    return "| " + " | ".join(map(str, cells)) + " |"


def _hint(code: str, hint: dict[str, Any]) -> str:
    return f"| `{code}` | {_cell(hint['reason'])} | {_cell(hint['source'])} |"


def _clause(clause: dict[str, Any]) -> str:
    effect = "refused" if clause["blocking"] else "warning"
    return f"| `{clause['code']}` | {effect} | {_cell(clause['reason'])} | {_cell(clause['source'])} |"


def _cell(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(document(), encoding="utf-8")
