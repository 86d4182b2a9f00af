"""One call of a step's function, from its Call to its Result or Failed."""
import asyncio
import contextvars

from . import api, frames
from .context import Context
from .errors import StepError, clip, describe, message_of, stack_of
from .json_text import from_json, to_meta
from .middleware import invoke, run_chain
from .requests import Outbox
from .threads import CallThread

#: The call whose code runs; tasks and threads that it starts inherit it.
current = contextvars.ContextVar("motia_call")

_NO_META = b"{}"


class Call:
    """Ends when its function has returned and every request that it made was answered."""

    def __init__(self, runner, id, meta, body):
        self.id = id
        self.is_cancelled = False
        self.has_ended = False
        self.outbox = Outbox(runner.connection)
        self._is_given_up = False
        self._has_started = False
        self._runner = runner
        self._meta = meta
        self._body = body
        self._thread = CallThread(runner.threads)
        self._open_requests = 0
        self._failed_requests = []
        self._outcome = None
        # Not by loop.create_task, whose factory is for tasks that steps start.
        self._task = asyncio.Task(self._run(), loop=runner.loop)

    def cancel(self, reason):
        """The silo no longer wants the answer; or it stops, and what runs may finish."""
        self.is_cancelled = True
        if reason == "stopping":
            return
        self._is_given_up = True
        if self._has_started and self._outcome is None:
            self._thread.cancel(self._task)

    def log(self, level, message, args):
        if self.has_ended:
            # The silo has forgotten the call's id.
            args = {"file": self._meta.get("file"), "traceId": self._meta.get("traceId"), "args": args}
        self._runner.logs.log(0 if self.has_ended else self.id, level, message, args)

    def report(self, error, message=None):
        """Logs an exception that reached nobody as an error of the step."""
        stack = None if error is None else {"stack": clip(stack_of(error))}
        self.log("error", message or f"{type(error).__name__}: {message_of(error)}", stack)

    def request(self, op, meta, body=b""):
        return self._runner.requests.begin(self, op, meta, body)

    def request_began(self):
        self._open_requests += 1

    def request_ended(self, failed):
        """A request was answered; ``failed`` is ``(op, pending, error)`` or None."""
        self._open_requests -= 1
        if failed is not None:
            self._failed_requests.append(failed)
        if self._outcome is not None and not self._open_requests:
            self._end()

    async def _run(self):
        current.set(self)
        self._has_started = True
        try:
            if self._is_given_up:
                raise asyncio.CancelledError
            meta, body = await self._kinds.get(self._meta.get("kind"), Call._unknown)(self)
            if len(body) > frames.MAX_BODY:
                raise StepError(f"the answer's body has {len(body)} bytes; it may have {frames.MAX_BODY}")
            self._outcome = frames.RESULT, meta, body
        except BaseException as error:
            # SystemExit too: a step's sys.exit() must not end the other calls.
            self._outcome = frames.FAILED, to_meta({"error": describe(error)}), b""
        if not self._open_requests:
            self._end()

    def _end(self):
        for op, pending, error in self._failed_requests:
            if not pending.was_awaited:
                self.report(error, f"{op} failed, and nobody awaited it: {message_of(error)}")
        self.has_ended = True
        self._runner.end_call(self.id, *self._outcome)

    def _step(self):
        file = self._meta.get("file")
        step = self._runner.steps.get(file)
        if step is None:
            raise StepError(f"{file} is not loaded")
        return step

    def _handler(self, step):
        if step.handler is None:
            raise StepError(f"{step.file} has no function `handler`")
        return step.handler

    def _context(self, step):
        return Context(self, self._meta.get("traceId"), list(step.flows), self._meta.get("delivery"))

    def _data(self):
        return from_json(self._body) if self._body else None

    async def _api(self):
        step = self._step()
        request, context = api.request(self._meta, self._body), self._context(step)

        async def handler():
            if self._meta.get("validate"):
                refusal = await self.request("validate", None, api.body_to_validate(request))
                if refusal is not None:
                    return refusal
            return await invoke(self._handler(step), self._thread, request, context)

        return api.response(await run_chain(step.middleware, request, context, self._thread, handler))

    async def _event(self):
        step = self._step()
        await invoke(self._handler(step), self._thread, self._data(), self._context(step))
        return _NO_META, b""

    async def _cron(self):
        step = self._step()
        await invoke(self._handler(step), self._thread, self._context(step))
        return _NO_META, b""

    async def _access(self):
        step = self._step()
        if step.can_access is None:
            raise StepError(f"{step.file} has no function `canAccess` in its config")
        allowed = await invoke(step.can_access, self._thread, self._meta.get("subscription"), self._data())
        return _NO_META, b"true" if allowed else b"false"

    async def _unknown(self):
        raise StepError(f"the Python runner has no calls of the kind {self._meta.get('kind')!r}")

    _kinds = {"api": _api, "event": _event, "cron": _cron, "access": _access}
