"""Save a step of the wizard; a newly chosen service brings the requirements that the law sets for it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.steps import STEP_FIELDS, Step
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.choose_item import lawful_requirement
from chalicelib.usecases.notices.edit_notice import edit_notice, publish_card
from chalicelib.usecases.ports import House, UnitOfWork

LAWFUL_QUALIFICATION: Final = "法律法规规定从事该项服务应当具备的资质。"
LAWFUL_PRACTITIONERS: Final = "法律法规规定从事该项服务应当配备的执业人员。"
"""Public text of the notice, therefore in its language; the owner may write another."""


def fill_step(
    house: House,
    person: SignedIn,
    notice_id: str,
    step: Step,
    values: Mapping[str, Json],
    expected_version: int | None = None,
) -> tuple[Notice, int]:
    """Save a step; another service type brings its requirements in the place of untouched ones.

    Raises:
        PreconditionFailed: when another version than the expected one is stored.
        Invalid, Forbidden, Conflict: what the step itself refuses.
    """
    was = house.queries.notice(notice_id).notice.content.service_type
    notice, version = edit_notice(house, person, notice_id, step, values, expected_version)
    if notice.content.service_type != was:
        return prefill_requirements(house, person, notice_id, was)
    return notice, version


def prefill_requirements(house: House, person: SignedIn, notice_id: str, was: str = "") -> tuple[Notice, int]:
    """Write what the law asks for the service type, unless a person wrote something of its own there.

    What the law of the former type asked is nobody's own, and goes with that type.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> tuple[Notice, int]:
        notice = uow.notices.load(notice_id)
        current = {name: getattr(notice.content, name) for name in STEP_FIELDS[Step.REQUIREMENTS]}
        wanted = _lawful(house, notice.content.service_type)
        if current != wanted and current in (_lawful(house, was), _lawful(house, "")):
            decision = drafts.edit_step(notice, Step.REQUIREMENTS, wanted, person.actor, now, by_hand=False)
            uow.notices.save(decision, person.actor)
            publish_card(uow, decision.state, person.org_name)
            notice = decision.state
        return notice, uow.notices.version(notice_id)

    return house.transact(attempt)


def _lawful(house: House, service_type: str) -> dict[str, Any]:
    """Return the whole requirements step as the law fills it in for a type; blank where it asks nothing."""
    qualifications, practitioners = lawful_requirement(house.service_types, service_type)
    empty = NoticeContent()
    values: dict[str, Any] = {name: getattr(empty, name) for name in STEP_FIELDS[Step.REQUIREMENTS]}
    if qualifications:
        values |= {"qualifications": qualifications, "qualification_note": LAWFUL_QUALIFICATION}
    if practitioners:
        values |= {"practitioners": practitioners, "practitioner_note": LAWFUL_PRACTITIONERS}
    return values
