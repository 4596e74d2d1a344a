"""How many bytes DynamoDB counts for an item.

Source: DynamoDB Developer Guide, "DynamoDB item sizes and formats". Names and text count their UTF-8
bytes; a number one byte and one for every two significant digits; binary its raw bytes; null and
boolean one byte; a list or map three bytes and one for every element. Sets count their members.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

CONTAINER_BYTES = 3
ELEMENT_BYTES = 1


def item_size_bytes(item: Mapping[str, Mapping[str, Any]]) -> int:
    """Return the size of an item given as attribute values.

    >>> item_size_bytes({"pk": {"S": "A"}, "n": {"N": "12.50"}})
    7
    """
    return sum(_text_bytes(name) + _value_bytes(value) for name, value in item.items())


def _value_bytes(value: Mapping[str, Any]) -> int:
    [(kind, content)] = value.items()
    match kind:
        case "S":
            return _text_bytes(content)
        case "N":
            return _number_bytes(content)
        case "B":
            return len(content)
        case "SS":
            return sum(map(_text_bytes, content))
        case "NS":
            return sum(map(_number_bytes, content))
        case "BS":
            return sum(map(len, content))
        case "L":
            return CONTAINER_BYTES + sum(ELEMENT_BYTES + _value_bytes(each) for each in content)
        case "M":
            return CONTAINER_BYTES + len(content) * ELEMENT_BYTES + item_size_bytes(content)
        case _:
            return 1  # NULL and BOOL


def _text_bytes(text: str) -> int:
    return len(text.encode())


def _number_bytes(number: str) -> int:
    digits = "".join(map(str, Decimal(number).as_tuple().digits)).strip("0")
    return 1 + (len(digits) + 1) // 2
