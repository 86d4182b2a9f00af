"""JSON in and out; what JSON cannot say is an error that names its type and where it stands."""
import inspect
import json
import math

from .data import Data

_HINTS = {
    "datetime": "use .isoformat()",
    "date": "use .isoformat()",
    "time": "use .isoformat()",
    "set": "use list(…)",
    "frozenset": "use list(…)",
    "Decimal": "use str(…) or float(…)",
    "UUID": "use str(…)",
    "bytes": "use .decode() or base64",
    "coroutine": "is an `await` missing?",
    "Pending": "is an `await` missing, or in a sync handler `.result()`?",
}


class NotJsonError(TypeError):
    """A value that JSON cannot say."""


# What people read in a traceback.
NotJsonError.__module__ = "motia"


def dumped(value):
    """What a pydantic model says of itself; of anything else a TypeError."""
    dump = getattr(value, "model_dump", None)
    if dump is None or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is not JSON")
    return dump(mode="json") if "mode" in inspect.signature(dump).parameters else dump()


_OPTIONS = {"allow_nan": False, "separators": (",", ":"), "default": dumped}
_encode = json.JSONEncoder(ensure_ascii=False, **_OPTIONS).encode
_encode_ascii = json.JSONEncoder(ensure_ascii=True, **_OPTIONS).encode

#: The value that JSON text says; its objects are ``Data``.
from_text = json.JSONDecoder(object_hook=Data).decode


def from_json(data):
    """The value that JSON text in UTF-8 says; its objects are ``Data``."""
    return from_text(str(data, "utf-8"))


def to_json(value, name):
    """The value as JSON text in UTF-8; ``name`` is what an error calls it."""
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair: JSON can escape it, UTF-8 cannot carry it.
        return _encode_ascii(value).encode()
    except (TypeError, ValueError, RecursionError):
        problem = _problem(value, name, [])
        if problem is None:
            raise
        raise NotJsonError(problem) from None


def to_meta(value):
    """A meta as JSON text in UTF-8."""
    return to_utf8(_encode(value))


def to_utf8(text):
    """Text in UTF-8, with U+FFFD for each half of a surrogate pair, which UTF-8 cannot carry."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").encode()


def levels_of(value):
    """How deep objects and arrays stand in one another."""
    levels, inside = 0, [value]
    while inside := [item for item in inside if isinstance(item, (dict, list))]:
        levels += 1
        inside = [item for container in inside for item in (container.values() if isinstance(container, dict) else container)]
    return levels


def _problem(value, path, parents):
    if value is None or isinstance(value, (str, int)):
        return None
    if isinstance(value, float):
        return None if math.isfinite(value) else f"{path} is {value!r}, which JSON cannot say; use None or a string"
    if any(value is parent for parent in parents) or len(parents) > 500:
        return f"{path} contains itself or is nested too deeply, which JSON cannot say"
    parents = [*parents, value]
    if isinstance(value, dict):
        for key, item in value.items():
            if key is not None and not isinstance(key, (str, int, float)):
                return f"{path} has the key {key!r}, a {type(key).__name__}; keys in JSON are strings"
            problem = _problem(item, f"{path}.{key}", parents)
            if problem:
                return problem
        return None
    if isinstance(value, (list, tuple)):
        return next(filter(None, (_problem(item, f"{path}[{index}]", parents) for index, item in enumerate(value))), None)
    if hasattr(value, "model_dump") and not isinstance(value, type):
        return _problem(dumped(value), path, parents)
    name = type(value).__name__
    return f"{path} is a {name}, which is not JSON; {_HINTS.get(name, 'use a dict, list, str, number, bool or None')}"
