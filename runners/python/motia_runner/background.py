"""Tasks that steps start and nobody awaits."""
import asyncio
import weakref

from . import calls
from .errors import message_of


async def cancel_all():
    """Ends what still runs when the process stops, so that it can clean up."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await asyncio.get_running_loop().shutdown_asyncgens()


def watch(loop):
    """Logs, for the call that started it, each exception in the loop that reached nobody."""
    call_of = weakref.WeakKeyDictionary()

    def start_task(loop, coroutine, **options):
        task = asyncio.Task(coroutine, loop=loop, **options)
        call = calls.current.get(None)
        if call is not None:
            call_of[task] = call
        return task

    def report(loop, context):
        error = context.get("exception")
        source = context.get("task") or context.get("future")
        call = call_of.get(source) if source is not None else None
        message = context["message"] if error is None else f"{context['message']}: {type(error).__name__}: {message_of(error)}"
        if call is not None:
            call.report(error, message)
        else:
            loop.default_exception_handler(context)

    loop.set_task_factory(start_task)
    loop.set_exception_handler(report)
