"""Attribute values are written to the wire as they are.

moto's serialiser walks every attribute value through botocore's model, ten members each; that walk was
nine tenths of a read. A value without binary inside already is what the wire wants.
"""

from typing import Any

from moto.core.serialize import BaseJSONSerializer

_serialize_type_structure = BaseJSONSerializer._serialize_type_structure
_SCALARS = frozenset({"S", "N", "BOOL", "NULL", "SS", "NS"})


def serialize_type_structure(
    self: BaseJSONSerializer, serialized: Any, value: Any, shape: Any, key: str
) -> None:
    """Pass a plain attribute value through; leave everything else to moto."""
    if key and shape.name == "AttributeValue" and _is_plain(value):
        serialized[self.get_serialized_name(shape, key)] = value
    else:
        _serialize_type_structure(self, serialized, value, shape, key)


def _is_plain(value: Any) -> bool:
    if type(value) is not dict or len(value) != 1:
        return False
    [(kind, content)] = value.items()
    if kind in _SCALARS:
        return True
    if kind == "M":
        return all(_is_plain(each) for each in content.values())
    return kind == "L" and all(_is_plain(each) for each in content)
