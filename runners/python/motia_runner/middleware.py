"""A step's functions and the middleware around its handler."""
import inspect


def _is_async(function):
    """Whether calling the function gives a coroutine."""
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(getattr(function, "__call__", None))


async def invoke(function, thread, *args):
    """Calls a function of the project: an async one in the loop, a sync one in the call's thread."""
    result = function(*args) if _is_async(function) else await thread.run(function, *args)
    # A sync function may answer an awaitable: a decorated handler, for example.
    return await result if inspect.isawaitable(result) else result


async def run_chain(middleware, request, context, thread, handler):
    """Runs the middleware in order; each one's ``next_fn`` runs what follows it and gives its response.

    Async middleware awaits ``next_fn()``; in sync middleware it returns the response.
    """
    if not middleware:
        return await handler()

    def next_fn():
        following = run_chain(middleware[1:], request, context, thread, handler)
        return thread.wait(following) if thread.is_called_from_thread() else following

    return await invoke(middleware[0], thread, request, context, next_fn)
