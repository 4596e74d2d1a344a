"""What reviewers of the demo decide about ratings that were given with the clerk's own telephone.

Of the first four one is kept and one is found invalid; the others still wait for their reviewers.
"""

from collections.abc import Mapping

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ports import House
from chalicelib.usecases.ratings.review_rating import review_rating
from infra.local.demo import cast

KEEP: Mapping[str, Json] = {
    "decision": "keep",
    "reason": "办事人说明手机没电,借用窗口人员的手机评价,办件和排队记录属实。",
}
OUT: Mapping[str, Json] = {
    "decision": "invalidate",
    "category": "BRUSHED_GOOD",
    "reason": "与另外三条评价出自同一部手机,文字完全相同,办事人称没有作过评价。",
}
VERDICTS: Mapping[int, Mapping[str, Json]] = {1: KEEP, 2: OUT}
"""By the place of the rating among those that were coaxed."""


def review(house: House, rating: str, place: int) -> None:
    """Let two reviewers judge one after the other."""
    for number in range(2):
        reviewer = cast.actor(Role.APPEAL_REVIEWER, place=number)
        review_rating(house, reviewer, rating, "vote", VERDICTS[place])
