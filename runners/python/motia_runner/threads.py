"""Threads for the sync functions of steps."""
import asyncio
import contextvars
import queue
import threading
from concurrent.futures import ThreadPoolExecutor


class Threads:
    """The pool that all calls share."""

    def __init__(self, loop, count):
        self.loop = loop
        self.loop_thread = threading.get_ident()
        self.pool = ThreadPoolExecutor(count, thread_name_prefix="step")


class _Loan:
    """A thread that waits in ``next_fn()`` and meanwhile runs what it is given."""

    def __init__(self):
        self.work = queue.SimpleQueue()
        self.task = None


class CallThread:
    """Runs a call's sync functions, in one thread of the pool at most.

    A sync middleware that waits in ``next_fn()`` lends its thread to the functions that it waits for, so that calls cannot hold all threads
    and wait for one more.
    """

    def __init__(self, threads):
        self._threads = threads
        self._loans = []
        self._running = 0
        self._queued = None
        self._is_cancelled = False

    def is_called_from_thread(self):
        """Whether a sync function calls; otherwise it is the loop."""
        return threading.get_ident() != self._threads.loop_thread

    async def run(self, function, *args):
        """The function's result."""
        done = self._threads.loop.create_future()
        task = (contextvars.copy_context(), function, args, done)
        if self._loans:
            self._loans[-1].work.put(task)
        else:
            self._queued = self._threads.pool.submit(self._execute, *task), done
        self._running += 1
        try:
            value, error = await done
        finally:
            self._running -= 1
        if error is not None:
            raise error
        return value

    def wait(self, coroutine):
        """In the call's thread: runs the coroutine in the loop and waits for its result."""
        loan = _Loan()
        self._loans.append(loan)
        answer = asyncio.run_coroutine_threadsafe(self._run_for(loan, coroutine), self._threads.loop)
        answer.add_done_callback(lambda _: loan.work.put(None))
        while (task := loan.work.get()) is not None:
            self._execute(*task)
        self._loans.remove(loan)
        return answer.result()

    def cancel(self, task):
        """Cancels what the call does in the loop: its task, or the one that its thread waits for.

        A sync function that runs is not interrupted; one that has not begun never does.
        """
        self._is_cancelled = True
        loans = list(self._loans)
        if self._running > len(loans):
            if self._queued[0].cancel():
                self._queued[1].set_result((None, asyncio.CancelledError()))
        elif not loans:
            task.cancel()
        elif loans[-1].task is not None:
            loans[-1].task.cancel()

    async def _run_for(self, loan, coroutine):
        if self._is_cancelled:
            # While the sync middleware ran, which does not notice.
            coroutine.close()
            raise asyncio.CancelledError
        loan.task = asyncio.current_task()
        return await coroutine

    def _execute(self, context, function, args, done):
        try:
            outcome = context.run(function, *args), None
        except BaseException as error:
            outcome = None, error
        self._threads.loop.call_soon_threadsafe(done.set_result, outcome)
