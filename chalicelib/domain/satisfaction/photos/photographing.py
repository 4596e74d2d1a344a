"""Adding a photo to a rating and taking it away again (evaluation.md §4 Rating, §7.12; docs/rules.md §7.14).

The ledger learns the id of a file and how many there are. What is added later is seen by nobody who has
judged before: a bad rating takes photos until its order is verified, another one as long as a later answer.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.invitations.answering import effective_rating
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, told
from chalicelib.domain.satisfaction.photos.photo import Photo
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.errors import Conflict


def may_add_photo(rating: Rating, order: WorkOrder | None, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether one more photo is taken now."""
    if rating.state is not RatingState.EFFECTIVE or len(rating.photos) >= rules.rating.photos_max:
        return False
    if order is not None:
        return order.is_open and order.verified is None
    return now < rating.at + timedelta(days=rules.rating.follow_up_days)


def add_photo(
    invitation: Invitation, photo: Photo, order: WorkOrder | None, rules: SatisfactionRules
) -> Decision[Invitation]:
    """Add a cleaned photo.

    Raises:
        Conflict: `not-rated`, `rating-ended`, or `no-photos-taken` when there are enough or it is too late.
    """
    rating = effective_rating(invitation)
    if not may_add_photo(rating, order, photo.at, rules):
        raise Conflict("no-photos-taken")
    return _with(invitation, rating, (*rating.photos, photo), "added", photo.id)


def remove_photo(invitation: Invitation, file_id: str) -> Decision[Invitation] | None:
    """Take a photo away, which its resident can at any time; None when it is not there any more."""
    rating = invitation.rating
    left = tuple(one for one in rating.photos if one.id != file_id) if rating else ()
    if rating is None or left == rating.photos:
        return None
    return _with(invitation, rating, left, "removed", file_id)


def _with(
    invitation: Invitation, rating: Rating, photos: tuple[Photo, ...], event: str, file_id: str
) -> Decision[Invitation]:
    changed = replace(invitation, rating=replace(rating, photos=photos))
    return told(f"rating_photo_{event}", changed, photo=file_id, photos=len(photos))
