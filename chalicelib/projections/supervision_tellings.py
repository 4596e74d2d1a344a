"""Who is told of a talk with a unit or a praise of it (clause 四(三))."""

from collections.abc import Mapping

from chalicelib.projections.tellings import Telling, to_role, to_unit

UNIT, REGULATORS = to_unit, to_role("regulator")

MEASURE_TELLINGS: Mapping[str, tuple[Telling, ...]] = {
    "supervision.praised": (Telling("unit-praised", UNIT),),
    "supervision.invited": (Telling("talk-invited", UNIT),),
    "supervision.moved": (Telling("talk-moved", UNIT),),
    "supervision.cancelled": (Telling("talk-cancelled", UNIT),),
    "supervision.held": (Telling("talk-to-answer", UNIT),),
    "supervision.answer_missed": (
        Telling("talk-answer-missed", UNIT),
        Telling("talk-answer-missed", REGULATORS),
    ),
    "supervision.answered": (Telling("talk-answered", REGULATORS),),
    "supervision.fell_due": (Telling("commitments-due", REGULATORS),),
    "supervision.confirmed": (Telling("commitments-done", UNIT),),
    "supervision.missed": (Telling("commitments-missed", UNIT),),
}
"""A talk with a unit, or a praise of it: the unit hears of each step, the regulator of what waits for it."""
