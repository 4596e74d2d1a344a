"""Rating levels (评价等级, evaluation.md §3.1): ours are 1 to 5 and 5 is the best.

The national platform interface counts upwards as we do, the national standard GB/T 39046-2020 table A.8
downwards; old regional data know a 0 for a rating that nobody gave, and labels of their own. A rating that
nobody gave has no level and stays out of every rate (§2.2).
"""

from enum import IntEnum, StrEnum
from typing import Final

from chalicelib.domain.satisfaction.codes.declared import DeclaredCodes
from chalicelib.kernel.records import dataclass


class Level(IntEnum):
    """A canonical level; the words stand in `web`, under `code`."""

    VERY_DISSATISFIED = 1
    DISSATISFIED = 2
    FAIRLY_SATISFIED = 3
    SATISFIED = 4
    VERY_SATISFIED = 5

    @property
    def code(self) -> str:
        """Return the name under which the words are looked up."""
        return self.name.lower().replace("_", "-")


BAD_LEVELS: Final = (Level.VERY_DISSATISFIED, Level.DISSATISFIED)
"""The two lowest (差评): they make a work order (§2.3)."""


class LevelSystem(StrEnum):
    """A code system of levels, named by every import and export."""

    ZWFW_IF = "ZWFW_IF"
    """National rating interface: 5 is the best, 0 a default rating."""
    GBT39046_A8 = "GBT39046_A8"
    """GB/T 39046-2020 table A.8: 1 is the best."""
    REGIONAL_LABELS = "REGIONAL_LABELS"
    """Labels of old regional data (Lanzhou)."""


@dataclass(frozen=True, slots=True)
class ReadLevel:
    """What an outside code means: a level, or a default rating without one."""

    level: Level | None
    is_default: bool = False


_LABELS: Final = dict(zip(("很差", "差", "一般", "好", "很好"), Level, strict=True))

_LEVELS: Final[DeclaredCodes[ReadLevel]] = DeclaredCodes(
    {
        LevelSystem.ZWFW_IF: {
            "0": ReadLevel(None, is_default=True),
            **{str(int(level)): ReadLevel(level) for level in Level},
        },
        LevelSystem.GBT39046_A8: {str(6 - level): ReadLevel(level) for level in Level},
        LevelSystem.REGIONAL_LABELS: {label: ReadLevel(level) for label, level in _LABELS.items()},
    }
)


def read_level(code: str | int, system: str) -> ReadLevel:
    """Return what a level's code means in a declared system.

    Raises:
        Invalid: `code-system-undeclared`, or `unknown-code` at `/level`.

    >>> read_level(1, "ZWFW_IF").level, read_level(1, "GBT39046_A8").level
    (<Level.VERY_DISSATISFIED: 1>, <Level.VERY_SATISFIED: 5>)
    """
    return _LEVELS.read(code, system, "/level")


def write_level(level: Level, system: str) -> str:
    """Return the code of a level in a declared system.

    Raises:
        Invalid: `code-system-undeclared`.
    """
    return _LEVELS.write(ReadLevel(level), system, "/level")
