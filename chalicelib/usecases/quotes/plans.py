"""The plan of a proposal: sent by the browser under a random key that only the opening may read (design §3).

The form that sends it ends with the registration, so that no plan can be exchanged after the deadline.
"""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.timeline import check_still_open, publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.file_ports import Upload
from chalicelib.usecases.ports import House

SEALED = "sealed"
UPLOAD_SECONDS = 900


def asks_plan(notice: Notice) -> bool:
    """Tell whether a quote for the notice comes with a plan."""
    return notice.content.method is Method.PROPOSAL


def begin_plan(house: House, actor: Actor, notice: Notice, back_to: str) -> Upload:
    """Return the form by which an agency sends its plan, good until the deadline at most.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `no-plan-asked`, `not-published` or `registration-closed`.
    """
    check_role(actor, Role.AGENCY_AGENT)
    if not asks_plan(notice):
        raise Conflict("no-plan-asked")
    now = house.clock.product_now()
    check_still_open(notice, now)
    publication = publication_of(notice)
    left = int((publication.closes_at - now).total_seconds())
    limit = house.rules.load(publication.profile).files.max_bytes
    return house.files.begin_upload(SEALED, limit, back_to, max(1, min(left, UPLOAD_SECONDS)))
