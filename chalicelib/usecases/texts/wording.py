"""The words of a text that goes out: the version in force when it was claimed, its places filled.

Templates are remembered by the process for half a minute, and a version takes effect a minute after its
approval, so that every sender has it by then and a text costs no read of its own.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.text_templates.filling import fill
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.text_templates.template import version_at, version_of
from chalicelib.usecases.ports import House


def stamp_of(house: House, kind: TextKind, now: datetime, rules: SatisfactionRules) -> str:
    """Return kind and version of the words in force, as what is sent is stamped with them (`LINK/2`)."""
    return f"{kind}/{version_at(house.templates.find(kind), kind, now, rules).number}"


def words_of(house: House, stamp: str, values: Mapping[str, str], rules: SatisfactionRules) -> str:
    """Return the words of a stamped version with its places filled, the signature among them."""
    name, _, number = stamp.partition("/")
    kind = TextKind(name)
    version = version_of(house.templates.find(kind), kind, int(number), rules)
    return fill(version.text, {"signature": house.text_signature, **values})
