"""HTTP requests as handlers see them, and their answers as the silo sends them."""
import inspect

from .data import Data
from .errors import StepError
from .json_text import from_json, from_text, to_json, to_meta, to_utf8

_RESPONSE = '{"status": …, "headers": {…}, "body": …}'


def request(meta, body):
    """The ``req`` of an api handler."""
    made = Data(
        method=meta.get("method"),
        path=meta.get("path"),
        pathParams=meta.get("pathParams") or Data(),
        queryParams=meta.get("queryParams") or Data(),
        headers=meta.get("headers") or Data(),
        body=None,
        rawBody="",
    )
    kind = meta.get("bodyKind")
    if "formLength" in meta:
        form, body = from_json(body[: meta["formLength"]]), body[meta["formLength"] :]
    if kind == "none":
        made["body"] = Data()
    elif kind == "json":
        made["rawBody"] = str(body, "utf-8")
        made["body"] = from_text(made["rawBody"])
    elif kind == "text":
        made["body"] = made["rawBody"] = str(body, "utf-8", "replace")
    elif kind == "form":
        made["rawBody"] = str(body, "utf-8", "replace")
        made["body"] = form.fields
    elif kind == "multipart":
        made["body"] = form.fields
        made["files"] = list(_files(form.files, body))
    elif kind == "bytes":
        made["body"] = body
    else:
        raise StepError(f"the silo sent a body of the kind {kind!r}, which this runner does not know")
    return made


def _files(files, body):
    position = 0
    for file in files:
        end = position + file["length"]
        yield Data(name=file.get("name"), filename=file.get("filename"), contentType=file.get("contentType"), bytes=body[position:end])
        position = end


def body_to_validate(made):
    """The request's body as JSON; bytes have no JSON and are validated as null."""
    body = made.get("body")
    return b"null" if isinstance(body, (bytes, bytearray, memoryview)) else to_json(body, "req.body")


def response(answer):
    """``(meta, body)`` of a Result."""
    if answer is None:
        raise StepError(f"the handler returned nothing; an api step returns {_RESPONSE}")
    if not isinstance(answer, dict):
        dump = getattr(answer, "model_dump", None)
        if dump is None or isinstance(answer, type):
            missing = "; is an `await` missing?" if inspect.isawaitable(answer) else ""
            raise StepError(f"the handler returned a {type(answer).__name__}; an api step returns a dict: {_RESPONSE}{missing}")
        answer = dump()
    if "status" not in answer:
        raise StepError(f'the handler returned a dict without "status"; it has {_names(answer)}, and an api step returns {_RESPONSE}')
    status = answer["status"]
    if not isinstance(status, int) or isinstance(status, bool) or not 200 <= status <= 599:
        raise StepError(f'the answer\'s "status" is {status!r}; it must be a number from 200 to 599')
    kind, body = _body(answer["body"]) if "body" in answer else ("none", b"")
    meta = {"status": int(status), "headers": _headers(answer.get("headers")), "bodyKind": kind}
    return to_meta(meta), body


def _names(answer):
    return ", ".join(map(repr, answer)) or "no keys"


def _body(body):
    if isinstance(body, str):
        return "text", to_utf8(body)
    if isinstance(body, (bytes, bytearray, memoryview)):
        return "bytes", bytes(body)
    return "json", to_json(body, "body")


def _headers(headers):
    if not headers:
        return {}
    if not isinstance(headers, dict):
        raise StepError(f'the answer\'s "headers" is a {type(headers).__name__}; it must be a dict of strings or lists of strings')
    # Names differ in more than their case; of those that do not, the last counts.
    by_name = {}
    for name, value in headers.items():
        name = _header_text(name, "a header's name")
        by_name[name.lower()] = name, _header_value(name, value)
    return dict(by_name.values())


def _header_value(name, value):
    what = f"the header {name!r}"
    return [_header_text(item, what) for item in value] if isinstance(value, (list, tuple)) else _header_text(value, what)


def _header_text(value, what):
    if isinstance(value, bool):
        value = "true" if value else "false"
    elif isinstance(value, (int, float)):
        value = str(value)
    if not isinstance(value, str):
        raise StepError(f"{what} is {value!r}, a {type(value).__name__}; it must be a string")
    if "\r" in value or "\n" in value or "\0" in value:
        raise StepError(f"{what} is {value!r}; it must not contain a line break")
    return value
