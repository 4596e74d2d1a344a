"""A hundred thousand invitations at the provider's pace, with workers killed at random moments (issue 4).

The product's own timer, worker, claim, settlement and line run under a clock that jumps from event to event;
the tables are a few bytes an invitation, so that what grows is the machinery. What is told: how long the
longest queue was, how many blocks of memory were added at most, how many texts went in the fullest second,
and how many persons got no text or two. The same on the real tables is tests/journeys/test_fan_out.py.
"""

from random import Random

from bench.fan_out_world import PACE, World
from bench.figures import Figure
from bench.stage import Stage

INVITATIONS = 100_000
DEATHS_IN_1000 = 4
"""Of a thousand steps of a worker, how often it dies right then."""


def measure(_stage: Stage) -> list[Figure]:
    """Send them all and count."""
    world = World(INVITATIONS, Random(4), DEATHS_IN_1000 / 1000)
    world.run()
    apart = {
        "not_once": float(world.sent_other_than_once),
        "fullest_second": float(world.provider.fullest_second),
        "longest_queue": float(world.longest_queue),
        "memory_blocks": float(world.most_blocks),
        "virtual_minutes": world.minutes,
    }
    remark = f"; {world.deaths} deaths of workers, {PACE} texts a minute"
    return [Figure(f"fan_out@{INVITATIONS}", apart=apart, remark=remark)]
