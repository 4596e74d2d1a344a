"""Indicators of a rating (评价指标, evaluation.md §3.3): a versioned list of 40 active and 32 retired codes.

The first digit of a code is the level it belongs to, so codes of several levels in one rating contradict
each other and are refused. Retired codes stand in old data: they can be read and never be written. The list
is shipped data (`chalicelib/profiles/INDICATORS-1.json`); nothing may be added to it locally (§3.3).
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any

from chalicelib.domain.satisfaction.codes.levels import Level
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass


class Tag(StrEnum):
    """Whose doing an indicator is about; only STAFF counts for a clerk (§8.8)."""

    STAFF = "STAFF"
    PROCESS = "PROCESS"
    SYSTEM = "SYSTEM"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One code; a retired one has no text, no tag and belongs to no set."""

    code: str
    level: Level
    text: str = ""
    text_en: str = ""
    tag: Tag | None = None
    is_extension: bool = False
    """Not one of the three base indicators of its level (expandNorm)."""

    @property
    def is_active(self) -> bool:
        """Tell whether a rating may still be given with it (usingStatus)."""
        return self.tag is not None


@dataclass(frozen=True, slots=True)
class Indicators:
    """One version of the list, by code, in the list's order."""

    name: str
    by_code: Mapping[str, Indicator]

    def of_level(self, level: int) -> tuple[Indicator, ...]:
        """Return what a resident may choose from at a level, the base set first."""
        return tuple(each for each in self.by_code.values() if each.is_active and each.level == level)

    def is_tagged(self, code: str, tag: Tag) -> bool:
        """Tell whether a code is known and has a tag."""
        return code in self.by_code and self.by_code[code].tag is tag

    def errors(self, codes: Sequence[str], level: int, most: int) -> tuple[FieldError, ...]:
        """Return all that is wrong with the codes of a new rating, in the order of the codes.

        `most` is `rating.indicators_max` of the rule profile.
        """
        many = (FieldError("/indicators", "too-many", {"max": most}),) if len(codes) > most else ()
        return (*many, *self._errors_of_each(codes, level))

    def _errors_of_each(self, codes: Sequence[str], level: int) -> Iterator[FieldError]:
        for place, code in enumerate(codes):
            pointer = f"/indicators/{place}"
            found = self.by_code.get(code)
            if code in codes[:place]:
                yield FieldError(pointer, "repeated")
            elif found is None:
                yield FieldError(pointer, "unknown-indicator")
            elif found.level != level:
                yield FieldError(pointer, "indicator-of-another-level")
            elif not found.is_active:
                yield FieldError(pointer, "retired-indicator")


def parse_indicators(document: Mapping[str, Any]) -> Indicators:
    """Read one version of the list.

    Raises:
        ValueError: when a code stands there twice, or is not three digits that begin with a level.
        KeyError: when a field is missing.
    """
    active = [_active(row) for row in document["active"]]
    retired = [Indicator(code, _level_of(code)) for code in document["retired"]]
    by_code = {each.code: each for each in (*active, *retired)}
    if len(by_code) != len(active) + len(retired):
        raise ValueError("indicators: a code stands there twice")
    return Indicators(document["name"], by_code)


def _active(row: Mapping[str, Any]) -> Indicator:
    code = row["code"]
    return Indicator(
        code, _level_of(code), row["text"], row["text_en"], Tag(row["tag"]), row["set"] == "extension"
    )


def _level_of(code: str) -> Level:
    if len(code) != 3 or not (code.isascii() and code.isdigit()):
        raise ValueError(f"indicator {code}: three digits are needed")
    return Level(int(code[0]))
