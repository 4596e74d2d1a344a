"""In which rooms a telephone stands, and where, so that its person is found in each (PIPL art 44–47).

A place is the name of an aggregate. What asked about a case stands below it: it goes with the case.
"""

from enum import StrEnum


class Room(StrEnum):
    """A kind of aggregate that holds the MAC of a telephone."""

    CASE = "CASE"
    ITEM = "HOTLINE"
    TASK = "CALLBACK-TASK"
    SURVEY = "SURVEY"
    PROBLEM = "PROBLEM"


def place(room: Room, identifier: str) -> str:
    """Name a place.

    >>> place(Room.CASE, "c_1")
    'CASE#c_1'
    """
    return f"{room}#{identifier}"


def below(case: str, room: Room, identifier: str) -> str:
    """Name the place of what asked about a case.

    >>> below("c_1", Room.SURVEY, "sv_1")
    'CASE#c_1/SURVEY#sv_1'
    """
    return f"{place(Room.CASE, case)}/{place(room, identifier)}"


def read_place(name: str) -> tuple[Room, str]:
    """Return which room a place is in, and what stands there.

    >>> read_place("CASE#c_1/SURVEY#sv_1")
    (<Room.SURVEY: 'SURVEY'>, 'sv_1')
    """
    room, _, identifier = name.rpartition("/")[2].partition("#")
    return Room(room), identifier
