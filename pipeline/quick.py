"""Dataclasses that cost little to declare and to make: a worker imports a hundred of them, a report has tens of thousands.

The standard decorator compiles the source of five or six methods for every class when it is imported, a quarter of what our
modules cost at start-up, and a frozen class fills its fields through `object.__setattr__`, by name. Here only `__init__` is
compiled, when the first object is made, and fills the slots directly; the other methods are closures. Nothing else changes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # to a type checker it is that one
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> Callable[[type], type]:
        """A slotted dataclass with equality, hash, text and `dataclasses.replace` of the standard one; without `__post_init__`.

        >>> @dataclass(frozen=True, slots=True)
        ... class Point:
        ...     x: int
        ...     y: int = 2
        >>> Point(1), Point(y=3, x=1) == Point(1, 3), dataclasses.replace(Point(1), y=4)
        (Point(x=1, y=2), True, Point(x=1, y=4))
        >>> Point(1).x = 2
        Traceback (most recent call last):
            ...
        dataclasses.FrozenInstanceError: cannot assign to field 'x'
        """
        if not slots:
            raise TypeError("every dataclass here has slots")

        def declared(cls: type) -> type:
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
            for name, method in _methods(made, frozen, eq).items():
                setattr(made, name, method)
            return made

        return declared


def _methods(cls: Any, frozen: bool, eq: bool) -> dict[str, Any]:
    methods: dict[str, Any] = {"__init__": _init_when_first_made(cls, frozen), "__repr__": _text_of(cls)}
    if eq:
        methods |= _compared(cls, frozen)
    if frozen:
        methods |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    return methods


def _init_when_first_made(cls: Any, frozen: bool) -> Callable[..., None]:
    def first(self: Any, *given: Any, **named: Any) -> None:
        cls.__init__ = _compiled_init(cls, frozen)
        cls.__init__(self, *given, **named)

    return first


def _compiled_init(cls: Any, frozen: bool) -> Callable[..., None]:
    known: dict[str, Any] = {"_missing": dataclasses.MISSING}
    heads, body = [], []
    for field in dataclasses.fields(cls):
        name = value = field.name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            heads.append(f"{name}=_missing")
            value = f"_make_{name}() if {name} is _missing else {name}"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            heads.append(f"{name}=_default_{name}")
        else:
            heads.append(name)
        if frozen:
            known[f"_set_{name}"] = cls.__dict__[name].__set__
        body.append(f" _set_{name}(self, {value})" if frozen else f" self.{name} = {value}")
    exec(f"def __init__(self, {', '.join(heads)}):\n" + "\n".join(body), known)
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"  # a TypeError names it
    return made


def _text_of(cls: Any) -> Callable[[Any], str]:
    names = tuple(field.name for field in dataclasses.fields(cls))

    def text(self: Any) -> str:
        return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return text


def _compared(cls: Any, frozen: bool) -> dict[str, Any]:
    """Equality by fields, and the hash of their tuple where they cannot change."""
    names = tuple(field.name for field in dataclasses.fields(cls) if field.compare)
    own: Callable[[Any], Any] = attrgetter(*names)
    if len(names) == 1:
        own = lambda self: (getattr(self, names[0]),)  # noqa: E731  attrgetter makes no tuple of one

    def equal(self: Any, other: object) -> Any:
        return own(self) == own(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(own(self))

    return {"__eq__": equal, "__hash__": hashed if frozen else None}


def _refuse_to_set(self: Any, name: str, value: Any) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
