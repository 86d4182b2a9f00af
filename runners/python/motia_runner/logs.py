"""Log lines to the silo, as many as it gives credit for."""
import json
import threading

from . import frames
from .errors import clip
from .json_text import to_json

_FIRST_CREDIT = 1000


def _as_logged(args):
    """JSON text of what is logged with a message. Logging never fails: what is not JSON is said as Python's repr."""
    try:
        text = to_json(args, "args")
    except Exception:
        try:
            text = json.dumps(args, default=repr, allow_nan=False).encode()
        except Exception:
            text = to_json(_repr(args), "args")
    if len(text) > frames.CHUNK_SIZE:
        text = to_json(clip(text.decode()), "args")
    return text


def _repr(value):
    try:
        return repr(value)
    except Exception as problem:
        return f"<its __repr__ raised {type(problem).__name__}>"


def _as_text(message):
    return message if type(message) is str else str(message) if isinstance(message, (str, int, float)) else _repr(message)


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
        meta = b'{"level":"%b","message":%b' % (level.encode(), to_json(clip(_as_text(message)), "message"))
        meta += b"}" if args is None else b',"args":%b}' % _as_logged(args)
        if threading.get_ident() == self._thread:
            self._connection.send(frames.LOG, call_id, meta)
        else:
            self._loop.call_soon_threadsafe(self._connection.send, frames.LOG, call_id, meta)

    def add_credit(self, lines):
        """The silo takes more lines; the first of them tells how many were dropped."""
        with self._lock:
            self._credit += lines
            dropped = self._dropped if self._credit else 0
            self._dropped -= dropped
        if dropped:
            self.log(0, "warn", f"{dropped} log lines were dropped: the steps logged more than the silo could take", {"dropped": dropped})
