"""Invented natural persons for the demo: names, valid numbers of identity cards and mobiles that nobody has.

The numbers are made while the demo runs and lie sealed in the vault like anybody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
_GIVEN = (
    "建国",
    "秀英",
    "志强",
    "丽华",
    "海燕",
    "文斌",
    "晓东",
    "玉兰",
    "国栋",
    "雪梅",
    "俊杰",
    "桂芳",
    "𠮷祥",
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_FIRST_BIRTHDAY = date(1965, 1, 1)


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person."""

    serial: int
    name: str
    id_number: str
    mobile: str

    @property
    def identity(self) -> dict[str, str]:
        """Return name and number as a form sends them."""
        return {"name": self.name, "id_number": self.id_number}


def persons(first: int = 1) -> Iterator[Person]:
    """Invent persons without end from a serial number on, the same ones each time."""
    for serial in count(first):
        name = _SURNAMES[serial % len(_SURNAMES)] + _GIVEN[serial % len(_GIVEN)]
        yield Person(serial, name, _id_number(serial), f"19900{serial:06d}")


def _id_number(serial: int) -> str:
    born = _FIRST_BIRTHDAY + timedelta(days=serial * 37 % 12000)
    body = f"370700{born:%Y%m%d}{serial % 1000:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECK[total % 11]
