"""What is wrong with a text before anybody approves it, all at once (evaluation.md §7.7, §7.9, §7.11)."""

import re
from collections.abc import Iterator

from chalicelib.domain.satisfaction.text_templates.filling import PLACE, places_in
from chalicelib.domain.satisfaction.text_templates.kinds import KINDS, SIGNATURE, TextKind
from chalicelib.kernel.errors import FieldError

BEGINNING = f"【{{{SIGNATURE}}}】"
OPT_OUT = re.compile(r"(拒收|退订)(请?回复?)?(TD|T|R)[。.]?$")
ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?![a-z0-9@-])", re.IGNORECASE)
DIGITS = "54321"
LONG_NUMBER = re.compile(r"(?:[0-9０-９][\s-]?){7,}")
"""A telephone, a document or a receipt; short numbers that everybody knows, such as 12345, are fine."""
PERSON = re.compile(r"[\u4e00-\u9fff](先生|女士|小姐|同志)")
AT = "/text"


def text_errors(kind: TextKind, text: str, own_host: str) -> list[FieldError]:
    """Return everything that keeps a text from being sent; `own_host` is where our links lead."""
    return [
        *_beginning(text),
        *_places(kind, text),
        *_addresses(text, own_host),
        *_persons(text),
        *_answers(kind, text),
    ]


def _beginning(text: str) -> Iterator[FieldError]:
    rest = text.removeprefix(BEGINNING)
    if rest == text or "【" in rest or "】" in rest:
        yield FieldError(AT, "text-signature-first")


def _places(kind: TextKind, text: str) -> Iterator[FieldError]:
    wording, used = KINDS[kind], places_in(text)
    known = (*wording.needed, *wording.allowed)
    for name in used:
        if name not in (SIGNATURE, *known):
            allowed = "、".join(f"{{{one}}}" for one in known)
            yield FieldError(AT, "text-unknown-place", {"name": name, "allowed": allowed or "—"})
    for name in wording.needed:
        if name not in used:
            yield FieldError(AT, "text-place-missing", {"name": name})
    if {"{", "}"} & set(PLACE.sub("", text)):
        yield FieldError(AT, "text-loose-brace")


def _addresses(text: str, own_host: str) -> Iterator[FieldError]:
    for host in dict.fromkeys(found.lower() for found in ADDRESS.findall(text)):
        if host != own_host:
            yield FieldError(AT, "text-foreign-address", {"host": host})


def _persons(text: str) -> Iterator[FieldError]:
    """A text goes to everybody alike: it names nobody and holds no number of anybody (pages.md)."""
    bare = ADDRESS.sub("", PLACE.sub("", text))
    if LONG_NUMBER.search(bare):
        yield FieldError(AT, "text-long-number")
    if PERSON.search(bare):
        yield FieldError(AT, "text-names-person")


def _answers(kind: TextKind, text: str) -> Iterator[FieldError]:
    wording = KINDS[kind]
    if wording.has_opt_out and not OPT_OUT.search(text):
        yield FieldError(AT, "text-no-opt-out")
    if wording.has_digits and not all(digit in text for digit in DIGITS):
        yield FieldError(AT, "text-digits-missing")
