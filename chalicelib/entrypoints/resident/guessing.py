"""Guessing links is slow, ends soon and is noticed (evaluation.md §7.6).

Who comes too often is turned away before anything is looked up, the right link as well as a wrong one, so
that being turned away says nothing about a link. A request that came by no network has no address to count.
"""

import hashlib
import hmac
from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.networks import guest_of_address
from chalicelib.entrypoints.resident.quiet import SECONDS, shut, wait
from chalicelib.entrypoints.trace import logger
from chalicelib.kernel.errors import TooMany
from chalicelib.usecases.invitations.guests import Guest, turn_away

Handler = Callable[..., Reply]
_LIMITED: set[Handler] = set()
"""The handlers that count a visit themselves."""


def limited(handler: Handler) -> Handler:
    """Let an address come so often a minute, and stay away for a while after so many wrong links.

    A form that is shown again belongs to the visit in which it was sent.
    """

    @wraps(handler)
    def run(call: Call, *given: object) -> Reply:
        try:
            if not (given and call.route.handler in _LIMITED):
                check(call)
        except TooMany as error:
            return wait(call, error)
        return counted(call, *given)

    counted = counting_wrong(handler)
    _LIMITED.add(run)
    return run


def counting_wrong(handler: Handler) -> Handler:
    """Count a link that opens nothing, where the handler itself turns away whoever tried too many.

    Whatever the reason, the page is the same.
    """

    @wraps(handler)
    def run(call: Call, *given: object) -> Reply:
        try:
            reply: Reply = handler(call, *given)
        except TooMany as error:
            return wait(call, error)
        except LinkShut as error:
            note_shut(call, error.why)
            return shut(call)
        return reply

    return run


def guest_of(call: Call) -> Guest | None:
    """Return who asks, to be looked up in the read that opens the link; None for what came by no network."""
    return Guest(_who(call), call.house.clock.wall_now()) if call.source_ip else None


def check(call: Call) -> None:
    """Turn away whoever comes too often.

    Raises:
        TooMany: with the seconds after which to come again.
    """
    check_held(call)
    if not call.source_ip:
        return
    limits, now = call.house.rating_rules.load().invitation, call.house.clock.wall_now()
    if call.house.visits.came(_who(call), now) > limits.requests_per_minute:
        raise TooMany(retry_after_seconds=SECONDS)


def check_held(call: Call) -> None:
    """Turn away whoever tried too many wrong links, without counting this visit.

    Raises:
        TooMany: with the seconds after which to come again.
    """
    if call.source_ip:
        wrongs = call.house.visits.wrongs(_who(call), call.house.clock.wall_now())
        turn_away(wrongs, call.house.rating_rules.load().invitation)


def note_shut(call: Call, why: Shut) -> None:
    """Count a link that opened nothing; the log tells the reason of each refusal, and no link.

    One that was somebody's once costs as much time and holds nobody.
    """
    if not call.source_ip:
        return
    limits, now = call.house.rating_rules.load().invitation, call.house.clock.wall_now()
    hold, is_guess = timedelta(minutes=limits.block_minutes), why is Shut.UNKNOWN
    of_the_hour = call.house.visits.wrong(_who(call), now, hold, is_guess=is_guess)
    logger().info("link refused", extra={"reason": why.value, "of_the_hour": of_the_hour})
    if is_guess and of_the_hour == limits.alarm_wrong_per_hour:
        logger().critical("links are guessed", extra={"of_the_hour": of_the_hour})


def _who(call: Call) -> str:
    key = b"visits|" + call.edge.cursor_key
    return hmac.new(key, guest_of_address(call.source_ip).encode(), hashlib.sha256).hexdigest()[:32]
