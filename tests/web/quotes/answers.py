"""What an agent types into the form of a quote, and the same as the API's body."""

from typing import Any

QUESTIONS = ("owner_relations", "kin_of_owner", "run_by_department", "related_agencies", "project_roles")


def form(amount: str = "40,000.00", **changes: str | list[str]) -> dict[str, str | list[str]]:
    fields: dict[str, str | list[str]] = {f"declaration.{name}.answer": "no" for name in QUESTIONS}
    fields |= {
        "declaration.person_in_charge.answer": "yes",
        "contact.name": "授权人甲",
        "contact.phone": "13800138000",
        "amount_fen": amount,
        "validity_days": "60",
        "_key": "key-1",
    }
    return fields | changes


def body(amount_fen: int = 40_000_00, **changes: Any) -> dict[str, Any]:
    return registration() | {"amount_fen": amount_fen, "validity_days": 60} | changes


def registration() -> dict[str, Any]:
    declaration = {name: {"answer": "no"} for name in QUESTIONS} | {"person_in_charge": {"answer": "yes"}}
    return {"contact": {"name": "授权人甲", "phone": "13800138000"}, "declaration": declaration}
