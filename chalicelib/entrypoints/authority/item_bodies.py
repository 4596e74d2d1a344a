"""From the body of a service item's command to what its use case takes; forms and the API share it."""

from collections.abc import Callable, Mapping
from datetime import date

from chalicelib.entrypoints.call import Call
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import StaleVersion
from chalicelib.usecases.service_items.create_item import NewItem


def new_item(body: Mapping[str, Json]) -> NewItem:
    """Return the command that begins an item."""
    return NewItem(body["code"], body["name"], read_answers(body), body.get("department", ""))


def read_answers(body: Mapping[str, Json]) -> dict[str, bool]:
    """Return which of the six forbidden kinds apply."""
    return {kind: answer == "yes" for kind, answer in body["checklist"].items()}


def read_day(body: Mapping[str, Json], name: str) -> date | None:
    """Return a day, or None when it was left open."""
    return date.fromisoformat(body[name]) if name in body else None


def check_seen(call: Call) -> Callable[[int], None]:
    """Return a check that nobody changed the draft since its form was shown.

    Raises:
        StaleVersion: by the check, when the stored version is not the form's.
    """
    seen = call.posted("_version")

    def check(version: int) -> None:
        if seen != str(version):
            raise StaleVersion

    return check
