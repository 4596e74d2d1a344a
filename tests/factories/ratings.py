"""A case, the invitation that it led to and the rating given there, as values."""

from chalicelib.domain.satisfaction.cases.served_case import ServedCase, Service, Source, case_id
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.domain.satisfaction.ratings.rating import Answer, Arrival, Rating
from tests.factories.notices import MONDAY

SERVICE = Service("1137070004TEST001", "建设工程规划许可证核发", "11370700DEM0006718", "规划局", "370700")


def a_case() -> ServedCase:
    """Return a case that is done."""
    return ServedCase(
        id=case_id("370700-2026-000001", 1),
        project_no="370700-2026-000001",
        service_no=1,
        service=SERVICE,
        accepted_at=MONDAY,
        done_at=MONDAY,
        promise_type="PROMISED",
        user_type="PERSON",
        source=Source.API,
        profile="SD-WF",
    )


def an_invitation() -> Invitation:
    """Return the invitation of that case, answered."""
    return Invitation(
        id="0a" * 16,
        case=a_case().id,
        mode=InvitationMode.SMS,
        state=InvitationState.USED,
        service=SERVICE,
        done_at=MONDAY,
        profile="SD-WF",
        planned_at=MONDAY,
        rating=a_rating(),
    )


def a_rating() -> Rating:
    """Return a bad rating by text message."""
    said = Answer(level=2, indicators=("207",), text_ref="RATING#r_1", text_chars=9)
    return Rating("r_01KJZ8T3M4N5P6Q7R8S9TAVBWC", said, Arrival(channel=7), MONDAY, "0a0b")
