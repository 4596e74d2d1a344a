"""A form as its page shows it: what was typed, what is wrong with it and where (GOV.UK error summary).

The macros of `components/fields.html` ask a form for the value, id and errors of each field and tell it the
field's label; `base.html` renders the fields first and then puts the summary above them, so that no page can
forget it, every line of it has the field's own label, and the lines stand in the order of the fields.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Self

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass
from chalicelib.web.coercion import as_typed
from chalicelib.web.form_data import FormData, pointer_of
from chalicelib.web.hostile_text import escape_pointer
from chalicelib.web.schema_files import Schema, follow, load_schema


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One line of the error summary; `target` is the id to go to, None when no field is to blame."""

    target: str | None
    label: str | None
    error: FieldError


class Form:
    """Values by field name, as typed, and the errors of the last attempt; `key` is its idempotency key."""

    def __init__(
        self,
        values: Mapping[str, tuple[str, ...]] | None = None,
        errors: Iterable[FieldError] = (),
        *,
        key: str = "",
    ) -> None:
        """Keep what was typed and what is wrong; an empty form has neither."""
        self.values = values or {}
        self.errors = tuple(errors)
        self.key = key
        self._labels: dict[str, tuple[str, str]] = {}

    @classmethod
    def again(cls, data: FormData, errors: Iterable[FieldError], *, key: str = "") -> Self:
        """Return the form as it was sent, with the errors found."""
        return cls(data.values, errors, key=key)

    @classmethod
    def filled(cls, body: Mapping[str, Json], schema_name: str, *, key: str = "") -> Self:
        """Return a form filled from a stored draft or an older record (no redundant entry, WCAG 3.3.7)."""
        values: dict[str, list[str]] = {}
        for name, text in _leaves(body, load_schema(schema_name), schema_name, ""):
            values.setdefault(name, []).append(text)
        return cls({name: tuple(texts) for name, texts in values.items()}, key=key)

    def value(self, name: str, default: str = "") -> str:
        """Return what stands in a field; `default` only while nothing was sent."""
        found = self.values.get(name)
        if found is None:
            return "" if self.errors else default
        return found[-1]

    def has_chosen(self, name: str, option: str, default: str = "") -> bool:
        """Tell whether an option of a radio group, a box group or a select is chosen."""
        return option in self.values.get(name, ("" if self.errors else default,))

    def rows(self, name: str, at_least: int = 1) -> list[str]:
        """Return the prefixes of a table's rows, `name.0`, `name.1` …, as many as are filled or asked for."""
        steps = name.count(".") + 1
        numbers = [int(field.split(".")[steps]) for field in self.values if field.startswith(name + ".")]
        return [f"{name}.{row}" for row in range(max([at_least, *(number + 1 for number in numbers)]))]

    def id_of(self, name: str) -> str:
        """Return the id of a field's control, the target of its line in the summary."""
        return "f-" + name.replace(".", "-")

    def errors_at(self, name: str) -> list[FieldError]:
        """Return the errors of exactly this field."""
        pointer = pointer_of(name)
        return [error for error in self.errors if error.pointer == pointer]

    def introduce(self, name: str, label: str) -> str:
        """Note a field that the page shows; returns nothing to print."""
        self._labels.setdefault(pointer_of(name), (self.id_of(name), label))
        return ""

    def summary(self) -> list[SummaryLine]:
        """Return one line an error, in the order of the page's fields; those of no shown field come first."""
        order = {pointer: place for place, pointer in enumerate(self._labels)}
        found = [(self._shown_at(error.pointer), error) for error in self.errors]
        found.sort(key=lambda pair: order.get(pair[0] or "", -1))
        return [self._line(shown, error) for shown, error in found]

    def _line(self, shown: str | None, error: FieldError) -> SummaryLine:
        target, label = self._labels[shown] if shown else (None, None)
        return SummaryLine(target, label, error)

    def _shown_at(self, pointer: str) -> str | None:
        """Find the field of a pointer, or the nearest group around it."""
        while pointer and pointer not in self._labels:
            pointer = pointer.rpartition("/")[0]
        return pointer or None


def _leaves(value: Json, schema: Schema, name: str, prefix: str) -> Iterator[tuple[str, str]]:
    schema, name = follow(schema, name)
    if isinstance(value, Mapping):
        properties = schema.get("properties", {})
        for member, below in value.items():
            path = f"{prefix}.{escape_pointer(member)}".lstrip(".")
            yield from _leaves(below, properties.get(member, {}), name, path)
    elif isinstance(value, list | tuple):
        for row, below in enumerate(value):
            numbered = f"{prefix}.{row}" if isinstance(below, Mapping) else prefix
            yield from _leaves(below, schema.get("items", {}), name, numbered)
    else:
        yield prefix, as_typed(value, schema)
