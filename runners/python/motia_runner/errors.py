"""Exceptions, as the protocol and people see them."""
import asyncio
import concurrent.futures
import importlib
import itertools
import os
import sys
import traceback

MAX_TEXT = 64 * 1024
CANNOT_BE_TOLD = "What was raised cannot be told, because reading it raises."
_CANCELLED = (asyncio.CancelledError, concurrent.futures.CancelledError)
_RUNNER = os.path.dirname(os.path.abspath(__file__)) + os.sep
_PLUMBING = (
    _RUNNER,
    os.path.dirname(asyncio.__file__) + os.sep,
    os.path.dirname(concurrent.futures.__file__) + os.sep,
    os.path.dirname(importlib.__file__) + os.sep,
    "<frozen importlib",
)


class MotiaError(Exception):
    """What the silo refused: ``name`` and ``code`` say why, for example ``Overloaded``."""

    #: Whether the silo sent it; a step may raise one of its own, whose code is not the silo's.
    _is_reply = False

    def __init__(self, name, code, message):
        super().__init__(message)
        self.name = name
        self.code = code

    @classmethod
    def of_reply(cls, told):
        """What the ``error`` of a Reply says."""
        error = cls(told.get("name") or "Error", told.get("code"), told.get("message") or "")
        error._is_reply = True
        return error


class StepError(Exception):
    """A mistake in a step that the runner found, told to its author."""


# What people read in a traceback; steps import MotiaError from there.
MotiaError.__module__ = StepError.__module__ = "motia"


def clip(text):
    """The text, cut where it is longer than a log line or an error may be."""
    return text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]}… ({len(text)} characters)"


def _without_plumbing(summary):
    """Drops the runner's frames, with those of the standard library around them, and what led to the project's first."""
    kept = []
    for is_plumbing, run in itertools.groupby(summary, lambda frame: frame.filename.startswith(_PLUMBING)):
        run = list(run)
        if not is_plumbing or kept and not any(frame.filename.startswith(_RUNNER) for frame in run):
            kept += run
    return traceback.StackSummary.from_list(kept)


def stack_of(error):
    """The traceback as Python prints it, with the exceptions that led to it, from the project's first frame on."""
    try:
        return _stack_of(error)
    except BaseException as problem:
        # An exception whose attributes are not what Python takes them for: its call must be answered nevertheless.
        return f"{type(error).__name__}: {message_of(error)}\n(its traceback cannot be told: {type(problem).__name__}: {message_of(problem)})"


def _stack_of(error):
    whole = traceback.TracebackException.from_exception(error)
    seen, todo = set(), [whole]
    while todo:
        part = todo.pop()
        if part is None or id(part) in seen:
            continue
        seen.add(id(part))
        part.stack = _without_plumbing(part.stack)
        todo += [part.__cause__, part.__context__, *(getattr(part, "exceptions", None) or ())]
    text = "".join(whole.format()).rstrip()
    return text if whole.stack or whole.__cause__ or whole.__context__ else text.removeprefix("Traceback (most recent call last):\n")


def message_of(error):
    """What the exception says, or why it can't."""
    try:
        if isinstance(error, SystemExit):
            return f"sys.exit({error.code!r}) was called; a step ends by returning or raising"
        return str(error) or ("the call was cancelled" if isinstance(error, _CANCELLED) else "")
    except BaseException as problem:
        return f"<its __str__ raised {type(problem).__name__}>"


def describe(error):
    """The ``error`` of a Failed."""
    try:
        return _describe(error)
    except BaseException:
        # Its properties raise. Whatever it is, its call must be answered.
        return {"name": "Error", "message": CANNOT_BE_TOLD, "stack": f"Error: {CANNOT_BE_TOLD}"}


def _describe(error):
    name = str(error.name) if isinstance(error, MotiaError) else type(error).__name__
    told = {"name": name, "message": clip(message_of(error)), "stack": clip(stack_of(error))}
    if isinstance(error, (SystemExit, *_CANCELLED)):
        told["stack"] = clip(f"{told['stack']}\n{told['message']}")
    code = _code_of(error)
    return told | {"code": code} if code else told


def _code_of(error):
    """The silo's code, also of a group whose exceptions all have the same, as asyncio.TaskGroup raises it."""
    if isinstance(error, MotiaError):
        return str(error.code) if error._is_reply and error.code is not None else None
    codes = {_code_of(part) for part in error.exceptions} if _is_group(error) else ()
    return codes.pop() if len(codes) == 1 else None


def _is_group(error):
    # Python 3.10 has none.
    return sys.version_info >= (3, 11) and isinstance(error, BaseExceptionGroup)


def place_of(error, is_own):
    """``(file, line)`` where the exception arose, as seen from the project: in the innermost frame whose file ``is_own``; or None."""
    places = [(frame.f_code.co_filename, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        places.append((error.filename, error.lineno))
    return next((place for place in reversed(places) if is_own(place[0])), None)
