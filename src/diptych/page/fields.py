"""The fields of a request: one description each, from which both the check and the OpenAPI document come."""

import base64
import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from diptych.page.limits import Refused

T = TypeVar("T")
Schema = dict[str, Any]


class Field(Protocol):
    """What one field may hold."""

    @property
    def default(self) -> Any: ...

    def read(self, name: str, value: Any) -> Any:
        """The value as we use it; `Refused` when it may not be."""

    def schema(self) -> Schema: ...


@dataclass(frozen=True)
class TextField:
    """A text of `least` to `most` characters."""

    says: str
    least: int = 0
    most: int = 2000
    default: str | None = None

    def read(self, name: str, value: Any) -> str:
        if not isinstance(value, str) or not self.least <= len(value) <= self.most:
            raise Refused(422, f"{name} must be a text of {self.least} to {self.most:,} characters.")
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            raise Refused(422, f"{name} holds half a character (a lone surrogate).")
        return value

    def schema(self) -> Schema:
        field_schema: Schema = {
            "type": "string",
            "minLength": self.least,
            "maxLength": self.most,
            "description": self.says,
        }
        return field_schema if self.default is None else {**field_schema, "default": self.default}


@dataclass(frozen=True)
class WholeField:
    """A whole number between `least` and `most`."""

    says: str
    least: int
    most: int
    default: int | None = None

    def read(self, name: str, value: Any) -> int:
        if isinstance(value, float) and value.is_integer():  # JSON knows one kind of number
            value = int(value)
        if not isinstance(value, int) or isinstance(value, bool) or not self.least <= value <= self.most:
            raise Refused(422, f"{name} must be a whole number from {self.least} to {self.most}.")
        return value

    def schema(self) -> Schema:
        field_schema: Schema = {
            "type": "integer",
            "minimum": self.least,
            "maximum": self.most,
            "description": self.says,
        }
        return field_schema if self.default is None else {**field_schema, "default": self.default}


@dataclass(frozen=True)
class NumberField:
    """A number between `least` and `most`; a form sends it as text."""

    says: str
    least: float
    most: float
    default: float | None = None

    def read(self, name: str, value: Any) -> float:
        try:
            number = (
                float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
            )
        except (ValueError, OverflowError):
            number = math.nan
        if not self.least <= number <= self.most:
            raise Refused(422, f"{name} must be a number from {self.least:g} to {self.most:g}.")
        return number

    def schema(self) -> Schema:
        field_schema: Schema = {
            "type": "number",
            "minimum": self.least,
            "maximum": self.most,
            "description": self.says,
        }
        return field_schema if self.default is None else {**field_schema, "default": self.default}


@dataclass(frozen=True)
class ChoiceField(Generic[T]):
    """One of a few words."""

    says: str
    words: tuple[str, ...]
    default: str | None = None

    def read(self, name: str, value: Any) -> str:
        if value not in self.words:
            raise Refused(422, f"{name} must be one of {', '.join(self.words)}.")
        return str(value)

    def schema(self) -> Schema:
        field_schema: Schema = {"type": "string", "enum": list(self.words), "description": self.says}
        return field_schema if self.default is None else {**field_schema, "default": self.default}


@dataclass(frozen=True)
class BooleanField:
    """Yes or no; a form sends it as a word."""

    says: str
    default: bool | None = None

    def read(self, name: str, value: Any) -> bool:
        if isinstance(value, str):
            value = {"true": True, "false": False}.get(value)
        if not isinstance(value, bool):
            raise Refused(422, f"{name} must be true or false.")
        return value

    def schema(self) -> Schema:
        field_schema: Schema = {"type": "boolean", "description": self.says}
        return field_schema if self.default is None else {**field_schema, "default": self.default}


@dataclass(frozen=True)
class FileField:
    """A file: bytes in base64, or as they are where a form sent them; with the default "", none."""

    says: str
    default: str | None = None

    def read(self, name: str, value: Any) -> bytes:
        if isinstance(value, bytes):
            return value
        try:
            return base64.b64decode(value, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise Refused(422, f"{name} must be a picture file in base64.") from None

    def schema(self) -> Schema:
        field_schema: Schema = {"type": "string", "contentEncoding": "base64", "description": self.says}
        return field_schema if self.default is None else {**field_schema, "default": self.default}


def read(fields: Mapping[str, Field], body: Mapping[str, Any]) -> dict[str, Any]:
    """The values of all `fields` in `body`, with their defaults; `Refused` at the first that is wrong."""
    if unknown := sorted(set(body) - set(fields)):
        raise Refused(422, f"There is no field {unknown[0][:40]!r}. There are {', '.join(fields)}.")
    values = {}
    for name, field in fields.items():
        if name not in body and field.default is None:
            raise Refused(422, f"{name} is missing.")
        values[name] = field.read(name, body.get(name, field.default))
    return values


def schema(fields: Mapping[str, Field]) -> Schema:
    """The JSON Schema of a request with these fields."""
    return {
        "type": "object",
        "properties": {name: field.schema() for name, field in fields.items()},
        "required": [name for name, field in fields.items() if field.default is None],
        "additionalProperties": False,
    }


def form_schema(fields: Mapping[str, Field]) -> Schema:
    """The same for a form: files are bytes as they are."""
    json_schema = schema(fields)
    files = {name: {"type": "string", "format": "binary"} for name, it in fields.items() if isinstance(it, FileField)}
    return {**json_schema, "properties": {**json_schema["properties"], **files}}
