"""Answers the silo's messages."""
import platform

from . import calls, frames, loading
from .connection import Connection
from .json_text import to_meta
from .logs import Logs
from .memory import resident_bytes
from .requests import Requests
from .threads import Threads


class Runner:
    """One silo's runner: its connection, its steps and the calls that run."""

    def __init__(self, loop, project, thread_count, on_end):
        self.loop = loop
        self.connection = Connection(loop, self._receive, on_end)
        self.threads = Threads(loop, thread_count)
        self.requests = Requests(loop, self.connection)
        self.logs = Logs(loop, self.connection)
        self.steps = {}
        self._project = project
        self._calls = {}
        self.has_stopped = False
        self._is_stopping = False
        self._is_loaded = False
        self._receivers = {
            frames.LOAD: self._load,
            frames.CALL: self._call,
            frames.CANCEL: self._cancel,
            frames.REPLY: self.requests.settle,
            frames.PING: self._ping,
            frames.CREDIT: self._credit,
            frames.STOP: self._stop,
        }

    def greet(self):
        """Sends Hello."""
        self._send(frames.HELLO, 0, {"protocol": 1, "language": "python", "version": platform.python_version()})

    def end_call(self, id, kind, meta, body):
        """A call has ended with a Result or a Failed."""
        del self._calls[id]
        self.connection.send(kind, id, meta, body)
        self._end_if_done()

    def _receive(self, kind, id, meta, body):
        self._receivers[kind](id, meta, body)

    def _load(self, id, meta, body):
        if self._is_loaded:
            raise frames.FrameError("a second Load")
        self._is_loaded = True
        self.steps, entries = loading.load(self._project, meta.get("files") or [])
        loaded = {"files": entries, "project": _not_ours(meta.get("config")), "modules": loading.modules(self._project), "memory": resident_bytes()}
        self._send(frames.LOADED, id, loaded)

    def _call(self, id, meta, body):
        self._calls[id] = calls.Call(self, id, meta, body)

    def _cancel(self, id, meta, body):
        call = self._calls.get(id)
        # A call may end while its Cancel is on the way.
        if call is not None:
            call.cancel(meta.get("reason"))

    def _ping(self, id, meta, body):
        self._send(frames.PONG, id, {"memory": resident_bytes()})

    def _credit(self, id, meta, body):
        self.logs.add_credit(meta.get("logs") or 0)

    def _stop(self, id, meta, body):
        self._is_stopping = True
        self._end_if_done()

    def _end_if_done(self):
        if self._is_stopping and not self._calls:
            self.has_stopped = True
            self.connection.close()

    def _send(self, kind, id, meta):
        self.connection.send(kind, id, to_meta(meta))


def _not_ours(project_config):
    """What Loaded says of the project's configuration, which is TypeScript or JavaScript."""
    if project_config is None:
        return None
    message = f"{project_config} is not for the Python runner; the Node runner loads it"
    return {"authenticate": False, "ignored": [], "error": {"message": message}}
