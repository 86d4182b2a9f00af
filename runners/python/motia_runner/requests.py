"""What handlers ask of the silo."""
import asyncio
import concurrent.futures
import threading
from collections import deque

from . import frames
from .errors import MotiaError
from .json_text import from_json, to_meta

_FIRST_ID = 0x80000001


class Pending:
    """A request under way: it has begun whether or not anyone waits. ``await`` it, or in a sync handler call ``.result()``."""

    __slots__ = ("_loop", "_reply", "_thread", "was_awaited")

    def __init__(self, loop, thread):
        self._loop = loop
        self._thread = thread
        self._reply = loop.create_future()
        self.was_awaited = False

    def __await__(self):
        self.was_awaited = True
        if threading.get_ident() == self._thread:
            # Shielded: a handler that stops waiting does not undo the request, and may wait again.
            return asyncio.shield(self._reply).__await__()
        return asyncio.wrap_future(self._across_threads()).__await__()

    def result(self, timeout=None):
        """Waits in a thread, at most ``timeout`` seconds (then TimeoutError; the request goes on)."""
        self.was_awaited = True
        if threading.get_ident() == self._thread:
            if self._reply.done():
                return self._reply.result()
            raise RuntimeError(".result() in an async handler would stop all others; use await")
        try:
            return self._across_threads().result(timeout)
        except concurrent.futures.TimeoutError as error:
            raise TimeoutError(f"no answer from the silo within {timeout} s") from error

    def settle(self, value, error):
        if error is None:
            self._reply.set_result(value)
        else:
            self._reply.set_exception(error)
            # Seen: the call logs a failure that nobody awaited.
            self._reply.exception()

    def _across_threads(self):
        answer = concurrent.futures.Future()

        def copy(reply):
            if answer.set_running_or_notify_cancel():
                if reply.exception() is None:
                    answer.set_result(reply.result())
                else:
                    answer.set_exception(reply.exception())

        self._loop.call_soon_threadsafe(self._reply.add_done_callback, copy)
        return answer


class Outbox:
    """A call's requests, which leave in the order of asking: none overtakes the chunks of one before it."""

    def __init__(self, connection):
        self._connection = connection
        self._waiting = deque()
        self._is_busy = False

    def send(self, id, meta, body):
        """Sends a request, now or when those before it are written whole."""
        self._waiting.append((id, meta, body))
        self._send_waiting()

    def _send_waiting(self):
        while self._waiting and not self._is_busy:
            id, meta, body = self._waiting.popleft()
            self._is_busy = len(body) > frames.CHUNK_SIZE
            self._connection.send(frames.REQUEST, id, meta, body, self._sent)

    def _sent(self):
        self._is_busy = False
        self._send_waiting()


class Requests:
    """The requests of all calls: numbers them, sends them, and settles them as replies come."""

    def __init__(self, loop, connection):
        self._loop = loop
        self._thread = threading.get_ident()
        self._connection = connection
        self._open = {}
        self._last = _FIRST_ID - 1

    def begin(self, call, op, meta=None, body=b""):
        """Sends a request of the call, from any thread. ``body`` is JSON text."""
        if len(body) > frames.MAX_BODY:
            raise ValueError(f"{op}: the value has {len(body)} bytes as JSON; it may have {frames.MAX_BODY}")
        pending = Pending(self._loop, self._thread)
        meta = to_meta({"call": call.id, "op": op, **(meta or {})})
        if threading.get_ident() == self._thread:
            self._send(call, op, pending, meta, body)
        else:
            self._loop.call_soon_threadsafe(self._send, call, op, pending, meta, body)
        return pending

    def settle(self, id, meta, body):
        """A reply has come."""
        found = self._open.pop(id, None)
        if found is None:
            raise frames.FrameError(f"a reply to {id}, which is no open request")
        call, op, pending = found
        error = meta.get("error")
        try:
            value = from_json(body) if body and not error else None
        except (ValueError, RecursionError) as problem:
            value, error = None, {"name": type(problem).__name__, "message": f"{op}: the reply cannot be read: {problem}"}
        if error is None:
            pending.settle(value, None)
            call.request_ended(None)
        else:
            refused = MotiaError.of_reply(error)
            pending.settle(None, refused)
            call.request_ended((op, pending, refused))

    def _send(self, call, op, pending, meta, body):
        if call.has_ended:
            problem = RuntimeError(f"{op} after the call has ended; await what the handler starts before it returns")
            pending.settle(None, problem)
            call.report(problem)
            return
        self._last += 1
        if self._last > 0xFFFFFFFF:
            self._last = _FIRST_ID
        self._open[self._last] = (call, op, pending)
        call.request_began()
        call.outbox.send(self._last, meta, body)
