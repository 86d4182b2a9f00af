"""Log lines to the silo, as many as it gives credit for."""
import json
import threading

from . import frames
from .errors import clip
from .json_text import dumped, to_json, to_meta

_FIRST_CREDIT = 1000
_MAX_LEVELS = 32


def _repr(value):
    try:
        return repr(value)
    except Exception as problem:
        return f"<its __repr__ raised {type(problem).__name__}>"


def _dumped_or_repr(value):
    try:
        return dumped(value)
    except Exception:
        return _repr(value)


def _as_json(args):
    """JSON values for what is logged with a message. Logging never fails: what is not JSON is said as Python's repr."""
    try:
        text = _json_text(args)
        return _cut_levels(json.loads(text), _MAX_LEVELS) if len(text) <= frames.CHUNK_SIZE else clip(text.decode())
    except Exception:
        return clip(_repr(args))


def _json_text(args):
    try:
        return to_json(args, "args")
    except Exception:
        return json.dumps(args, default=_dumped_or_repr, allow_nan=False).encode()


def _cut_levels(value, levels):
    # Readers of JSON have a deepest level.
    if not isinstance(value, (dict, list)):
        return value
    if levels == 0:
        return f"[deeper than {_MAX_LEVELS} levels]"
    if isinstance(value, list):
        return [_cut_levels(item, levels - 1) for item in value]
    return {key: _cut_levels(item, levels - 1) for key, item in value.items()}


class Logs:
    """Sends log lines from any thread, and drops and counts those for which there is no credit."""

    def __init__(self, loop, connection):
        self._loop = loop
        self._connection = connection
        self._thread = threading.get_ident()
        self._lock = threading.Lock()
        self._credit = _FIRST_CREDIT
        self._dropped = 0

    def log(self, call_id, level, message, args=None):
        """Logs for the call, or 0."""
        with self._lock:
            if self._credit == 0:
                self._dropped += 1
                return
            self._credit -= 1
        line = {"level": level, "message": clip(message if isinstance(message, str) else _repr(message))}
        if args is not None:
            line["args"] = _as_json(args)
        if threading.get_ident() == self._thread:
            self._connection.send(frames.LOG, call_id, to_meta(line))
        else:
            self._loop.call_soon_threadsafe(self._connection.send, frames.LOG, call_id, to_meta(line))

    def add_credit(self, lines):
        """The silo takes more lines; the first of them tells how many were dropped."""
        with self._lock:
            self._credit += lines
            dropped = self._dropped if self._credit else 0
            self._dropped -= dropped
        if dropped:
            self.log(0, "warn", f"{dropped} log lines were dropped: the steps logged more than the silo could take", {"dropped": dropped})
