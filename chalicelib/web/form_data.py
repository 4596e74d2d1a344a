"""A submitted form (`application/x-www-form-urlencoded`) as nested values, within limits.

Field names say where a value belongs: `project.name`, `qualifications.0.code`. The CSRF token and every name
that begins with an underscore (`_key`, the idempotency key) are the form's own and never reach a command.
Files do not come this way: they go straight to storage by a presigned form.
"""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from chalicelib.kernel.errors import FieldError, Malformed, TooLarge
from chalicelib.kernel.records import dataclass
from chalicelib.web.hostile_text import clean_text, text_error

CSRF_FIELD = "csrf_token"
MAX_BODY_BYTES = 1_048_576
MAX_FIELDS = 2_000
MAX_VALUE_CHARACTERS = 20_000
_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}(\.([a-z][a-z0-9_]{0,59}|\d{1,3})){0,7}")

Tree = dict[str, "Tree | list[str]"]
"""Members by name or row number; a leaf holds every value that was sent under its name."""


@dataclass(frozen=True, slots=True)
class FormData:
    """What was sent: `values` by field name, `own` the form's own fields, `errors` the refused texts."""

    values: Mapping[str, tuple[str, ...]]
    own: Mapping[str, str]
    errors: tuple[FieldError, ...]

    def tree(self) -> Tree:
        """Return the values nested as their names say."""
        root: Tree = {}
        for name, values in self.values.items():
            *above, last = name.split(".")
            branch = root
            for step in above:
                below = branch.setdefault(step, {})
                if isinstance(below, list):
                    raise Malformed("malformed-form")
                branch = below
            if last in branch:
                raise Malformed("malformed-form")
            branch[last] = list(values)
        return root


def parse_form(body: bytes) -> FormData:
    """Read a submitted form; rows that are blank throughout are dropped and the rest renumbered.

    Raises:
        TooLarge: when body, number of fields or one value exceeds the limits above.
        Malformed: when the body is not UTF-8 or a field name is none of ours.
    """
    if len(body) > MAX_BODY_BYTES:
        raise TooLarge("too-large", max_kilobytes=MAX_BODY_BYTES // 1024)
    sent: dict[str, list[str]] = {}
    own: dict[str, str] = {}
    for name, value in _pairs(body):
        if len(value) > MAX_VALUE_CHARACTERS:
            raise TooLarge("too-large", max_kilobytes=MAX_BODY_BYTES // 1024)
        if name == CSRF_FIELD or name.startswith("_"):
            own[name] = value
        elif _NAME.fullmatch(name):
            sent.setdefault(name, []).append(clean_text(value))
        else:
            raise Malformed("malformed-form")
    values = _without_blank_rows({name: tuple(texts) for name, texts in sent.items()})
    return FormData(values, own, tuple(_text_errors(values)))


def pointer_of(name: str) -> str:
    """Return the JSON pointer of a field name.

    >>> pointer_of("qualifications.0.code")
    '/qualifications/0/code'
    """
    return "/" + name.replace(".", "/")


def _pairs(body: bytes) -> list[tuple[str, str]]:
    try:
        text = body.decode("ascii")
        return parse_qsl(text, keep_blank_values=True, max_num_fields=MAX_FIELDS, errors="strict")
    except UnicodeDecodeError:
        raise Malformed("not-utf-8") from None
    except ValueError:
        raise TooLarge("too-many-fields", max_fields=MAX_FIELDS) from None


def _text_errors(values: Mapping[str, tuple[str, ...]]) -> list[FieldError]:
    found = ((name, text_error(text)) for name, texts in values.items() for text in texts)
    return list({name: FieldError(pointer_of(name), code) for name, code in found if code}.values())


def _without_blank_rows(values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Drop numbered rows in which nobody wrote anything; people leave the spare rows of a table empty."""
    filled: dict[str, set[int]] = {}
    for name, texts in values.items():
        for table, row in _rows_of(name):
            if any(texts):
                filled.setdefault(table, set()).add(row)
            else:
                filled.setdefault(table, set())
    kept = {table: {row: place for place, row in enumerate(sorted(rows))} for table, rows in filled.items()}
    return {new: texts for name, texts in values.items() if (new := _renumbered(name, kept)) is not None}


def _rows_of(name: str) -> list[tuple[str, int]]:
    steps = name.split(".")
    return [(".".join(steps[:at]), int(step)) for at, step in enumerate(steps) if step.isdecimal()]


def _renumbered(name: str, kept: Mapping[str, Mapping[int, int]]) -> str | None:
    steps = name.split(".")
    for table, row in _rows_of(name):
        if row not in kept[table]:
            return None
        steps[table.count(".") + 1] = str(kept[table][row])
    return ".".join(steps)
