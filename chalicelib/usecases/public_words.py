"""Words of staff that everybody will read hold no telephone and no identity number (design §3, PIPL)."""

from collections.abc import Mapping

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import without_numbers


def number_errors(texts: Mapping[str, str]) -> list[FieldError]:
    """Refuse the fields whose text holds what reads like a telephone or identity number.

    >>> [one.pointer for one in number_errors({"changed": "电话 13805360101", "after": "当场办结"})]
    ['/changed']
    """
    return [
        FieldError(f"/{name}", "public-number")
        for name, text in texts.items()
        if without_numbers(text) != text
    ]
