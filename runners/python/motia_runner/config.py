"""A step's ``config`` as plain JSON."""
import inspect
import json

from .errors import StepError
from .json_text import levels_of, to_json

_SCHEMAS = ("bodySchema", "input", "schema")
# JSON is read to 64 levels; some of them are around the config.
_MAX_LEVELS = 60


def read(config):
    """``(plain, middleware, can_access)``: the config as JSON values, and its functions."""
    if not isinstance(config, dict):
        raise StepError(f"config is a {type(config).__name__}; it must be a dict")
    plain = dict(config)
    middleware = _middleware(plain.pop("middleware", None))
    can_access = plain.pop("canAccess", None)
    if can_access is not None and not callable(can_access):
        raise StepError(f"config.canAccess is a {type(can_access).__name__}; it must be a function")
    for field in _SCHEMAS:
        if plain.get(field) is not None:
            plain[field] = _schema(plain[field], f"config.{field}")
    if plain.get("responseSchema") is not None:
        plain["responseSchema"] = _response_schemas(plain["responseSchema"])
    return _checked(json.loads(to_json(_without_functions(plain), "config"))), middleware, can_access


def _checked(plain):
    for field, value in plain.items():
        if levels_of(value) >= _MAX_LEVELS:
            raise StepError(
                f"config.{field} is nested deeper than the {_MAX_LEVELS} levels that a config may have; a schema says less at a time with $ref"
            )
    return plain


def _middleware(found):
    if found is None:
        return []
    if not isinstance(found, (list, tuple)):
        raise StepError(f"config.middleware is a {type(found).__name__}; it must be a list of functions")
    for index, function in enumerate(found):
        if not callable(function):
            raise StepError(f"config.middleware[{index}] is {function!r}, a {type(function).__name__}; it must be a function")
    return list(found)


def _response_schemas(schemas):
    if not isinstance(schemas, dict):
        raise StepError(f"config.responseSchema is a {type(schemas).__name__}; it must be a dict of schemas by status")
    return {status: _schema(schema, f"config.responseSchema.{status}") for status, schema in schemas.items() if schema is not None}


def _schema(schema, field):
    say = getattr(schema, "model_json_schema", None)
    if callable(say):
        try:
            schema = say()
        except Exception as error:
            raise StepError(f"{field}: model_json_schema() raised {type(error).__name__}: {error}") from error
    if not isinstance(schema, dict):
        raise StepError(
            f"{field} is {schema!r}, a {type(schema).__name__}; it must be a JSON Schema: a dict, or a pydantic model"
            " (for other types: TypeAdapter(…).json_schema())"
        )
    return schema


def _without_functions(value):
    if isinstance(value, dict):
        return {key: _without_functions(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_functions(item) for item in value]
    return {"$function": True} if inspect.isroutine(value) else value
