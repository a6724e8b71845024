"""The API's calls, each described once, and the OpenAPI 3.1 document made of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.requests import Request
from starlette.responses import Response

from diptych import __version__
from diptych.page import fields as f

Handler = Callable[[Request], Awaitable[Response]]


def obj(**properties: Any) -> f.Schema:
    """The schema of an object that has just these properties, all of them."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def array(items: f.Schema) -> f.Schema:
    return {"type": "array", "items": items}


TEXT: f.Schema = {"type": "string"}
MAYBE_TEXT: f.Schema = {"type": ["string", "null"]}
NUMBER: f.Schema = {"type": "number"}
WHOLE: f.Schema = {"type": "integer"}
TRUTH: f.Schema = {"type": "boolean"}
PNG: f.Schema = {"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}
MAYBE_PNG: f.Schema = {**PNG, "type": ["string", "null"]}
PROBLEM = obj(problem={**TEXT, "description": "what is wrong and what to do"})


@dataclass(frozen=True)
class Call:
    """One call: what it takes, what it gives, what it may refuse."""

    name: str
    method: Literal["GET", "POST"]
    path: str
    says: str
    endpoint: Handler
    answer: f.Schema
    kind: str = "application/json"
    fields: Mapping[str, f.Field] | None = None
    form: bool = False  # may the fields come as a form too?
    parameters: Sequence[f.Schema] = ()
    refuses: Mapping[int, str] = field(default_factory=dict)


# What every request with a body may be told.
BODY_REFUSALS = {
    400: "not JSON",
    408: "it took too long to arrive",
    411: "no Content-Length",
    413: "too large",
    415: "not application/json",
    422: "a field is wrong",
    429: "too much at once; Retry-After says when to come back",
    503: "there are no weights, or it cannot be done safely on this machine",
}
GUARD_REFUSALS = {401: "the token is missing", 403: "another site asked", 421: "not a name of this page"}


def document(calls: Sequence[Call]) -> f.Schema:
    """The OpenAPI document of all calls."""
    paths: dict[str, f.Schema] = {
        "/api/state": {"get": _operation("state", "What is ready, what is not, and why.", {"type": "object"}, {})}
    }
    for call in calls:
        refuses = {**(BODY_REFUSALS if call.fields else {}), **call.refuses}
        operation = _operation(call.name, call.says, call.answer, refuses, call.kind)
        if call.fields:
            content: f.Schema = {"application/json": {"schema": f.schema(call.fields)}}
            if call.form:
                content["multipart/form-data"] = {"schema": f.form_schema(call.fields)}
            operation["requestBody"] = {"required": True, "content": content}
        if call.parameters:
            operation["parameters"] = list(call.parameters)
        paths.setdefault(call.path, {})[call.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "Diptych", "version": __version__, "description": "The functions of the command line."},
        "paths": paths,
    }


def _operation(
    name: str, says: str, answer: f.Schema, refuses: Mapping[int, str], kind: str = "application/json"
) -> f.Schema:
    responses: f.Schema = {"200": {"description": "the answer", "content": {kind: {"schema": answer}}}}
    for status, why in {**GUARD_REFUSALS, **refuses}.items():
        responses[str(status)] = {"description": why, "content": {"application/json": {"schema": PROBLEM}}}
    if "429" in responses:
        responses["429"]["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}}}
    return {"operationId": name, "summary": says, "responses": responses}
