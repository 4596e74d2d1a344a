"""Write a version: fill in its draft, begin the next one, hand it in (docs/rules.md §4.3)."""

from collections.abc import Mapping

from chalicelib.domain.marketplace.service_items import editing
from chalicelib.domain.marketplace.service_items.content import ItemContent
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import from_json
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once
from chalicelib.usecases.service_items.changing import Changed, change_item


def edit_item(
    house: House,
    actor: Actor,
    code: str,
    values: Mapping[str, Json],
    check_version: CheckVersion = any_version,
) -> Changed:
    """Replace the whole content of the draft; what is not given is blank.

    Raises:
        Forbidden, Conflict, Invalid: as `editing.edit_draft`.
    """
    content, types = from_json(dict(values), ItemContent), house.service_types
    return change_item(
        house,
        actor,
        code,
        lambda item, _now: editing.edit_draft(item, content, actor, types),
        check_version=check_version,
    )


def begin_version(
    house: House, actor: Actor, code: str, answers: Mapping[str, bool], once: Once | None = None
) -> Changed:
    """Begin the next version as a copy of what is published.

    Raises:
        Forbidden, Conflict, Invalid: as `editing.begin_version`.
    """
    types = house.service_types
    return change_item(
        house,
        actor,
        code,
        lambda item, now: editing.begin_version(item, answers, actor, now, types),
        once=once,
    )


def propose_item(house: House, actor: Actor, code: str, once: Once | None = None) -> Changed:
    """Propose the draft for publication; everything that is missing comes at once.

    Raises:
        Forbidden, Conflict, Invalid: as `editing.propose`.
    """
    types = house.service_types
    return change_item(house, actor, code, lambda item, _now: editing.propose(item, actor, types), once=once)
