"""Work numbers (工号): how a person is called where a name would say too much (ADR 0064).

Five characters made of the issuer's pseudonymous subject and a check character by ISO 7064 MOD 37-2, without
those that look like others (0 O 1 I L U). Of two subjects with the same first choice the second one takes
its next: who holds which is a unique value of the store. Read leniently, as every number is.
"""

import re
from collections.abc import Iterator
from itertools import count, islice

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.entered import ascii_upper, plain
from chalicelib.kernel.numbers import BadNumber, check_character

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
EXPECTED_CHOICES = 3
_SEPARATORS = str.maketrans("", "", " -")
_BADGE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")


def badges_of(subject: str) -> Iterator[str]:
    """Yield the work numbers of a subject in the order in which it takes the first free one.

    >>> next(badges_of("subject-1"))
    'R5SAEN'
    """
    for choice in count():
        number = int(sha256_hex(f"badge|{choice}|{subject}")[:16], 16)
        payload = "".join(
            ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(LENGTH - 1)
        )
        check = check_character(payload)
        if check in ALPHABET:
            yield payload + check


def is_called(subject: str, number: str) -> bool:
    """Tell whether a number may be a subject's: by the choices that it can be expected to have come to.

    A third choice needs two others with the same five characters before it.

    >>> is_called("subject-1", "r5-saen"), is_called("subject-2", "R5SAEN")
    (True, False)
    """
    spelled = ascii_upper(plain(number)).translate(_SEPARATORS)
    return spelled in islice(badges_of(subject), EXPECTED_CHOICES)


def normalise_badge(text: str) -> str:
    """Return a typed work number in the one spelling it is stored under.

    Raises:
        BadNumber: `not-a-badge`, or `wrong-check-character`.
    """
    badge = ascii_upper(plain(text)).translate(_SEPARATORS)
    if not _BADGE.fullmatch(badge):
        raise BadNumber("not-a-badge", length=LENGTH)
    if check_character(badge[:-1]) != badge[-1]:
        raise BadNumber("wrong-check-character", position=LENGTH)
    return badge
