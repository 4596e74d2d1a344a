"""Frozen dataclasses that cost next to nothing to define (ADR 0011).

`dataclasses.dataclass` writes and compiles the source of six methods for every class, which for the product's
classes was two fifths of a cold start. Here all of them share five of these methods, and `__init__` is only
compiled when the first instance is made. All else is the standard library's own: fields, slots, `replace`.
There is no inheritance between such classes, and every field is a parameter of `__init__`, by place.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, slots: bool = False) -> Callable[[type], type]:
        """Make a dataclass as `dataclasses.dataclass` does; a frozen one with slots is made the cheap way."""

        def make(cls: type) -> type:
            if frozen and slots:
                return _make_frozen(cls)
            return dataclasses.dataclass(cls, frozen=frozen, slots=slots)

        return make


def _make_frozen(cls: type) -> type:
    made: Any = dataclasses.dataclass(cls, init=False, repr=False, eq=False, slots=True)
    names = tuple(each.name for each in dataclasses.fields(made))
    made._field_values = staticmethod(attrgetter(*names) if names else _nothing)
    for name, method in _SHARED.items():
        if name not in cls.__dict__:
            setattr(made, name, method)
    made.__init__ = _first_init(made)
    result: type = made
    return result


def _first_init(cls: Any) -> Callable[..., None]:
    """Return an `__init__` that puts the real one in its place, once, and goes on with it."""

    def first_init(self: Any, *args: Any, **named: Any) -> None:
        cls.__init__ = _real_init(cls)
        self.__init__(*args, **named)

    return first_init


def _real_init(cls: Any) -> Callable[..., None]:
    """Compile the `__init__` of a class: every field by place or by name, fresh defaults made each time."""
    scope: dict[str, Any] = {"_set": object.__setattr__, "_absent": dataclasses.MISSING}
    parameters, lines = ["self"], []
    for each in dataclasses.fields(cls):
        name, value = each.name, each.name
        if each.default is not dataclasses.MISSING:
            scope[f"_{name}_default"] = each.default
            name += f"=_{name}_default"
        elif each.default_factory is not dataclasses.MISSING:
            scope[f"_{name}_made"] = each.default_factory
            value = f"_{name}_made() if {name} is _absent else {name}"
            name += "=_absent"
        parameters.append(name)
        lines.append(f"    _set(self, {each.name!r}, {value})")
    if hasattr(cls, "__post_init__"):
        lines.append("    self.__post_init__()")
    source = "\n".join([f"def __init__({', '.join(parameters)}):", *lines, "    return None"])
    exec(source, scope)  # noqa: S102  (the standard library's way; the names are those of our own fields)
    init: Callable[..., None] = scope["__init__"]
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init


def _refuse_change(_self: object, name: str, _value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_removal(_self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _equals(self: Any, other: Any) -> Any:
    if self.__class__ is not other.__class__:
        return NotImplemented
    return self._field_values(self) == self._field_values(other)


def _hashed(self: Any) -> int:
    return hash(self._field_values(self))


def _written(self: Any) -> str:
    shown = (f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self) if each.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _nothing(_self: object) -> tuple[()]:
    return ()


def _state(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, each.name) for each in dataclasses.fields(self))


def _restore(self: Any, state: tuple[Any, ...]) -> None:
    for each, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, value)


_SHARED: dict[str, Callable[..., Any]] = {
    "__setattr__": _refuse_change,
    "__delattr__": _refuse_removal,
    "__eq__": _equals,
    "__hash__": _hashed,
    "__repr__": _written,
    "__getstate__": _state,
    "__setstate__": _restore,
}
"""What every frozen dataclass with slots has, unless it has its own; the last two let it be copied."""
