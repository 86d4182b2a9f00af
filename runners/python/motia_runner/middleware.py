"""A step's middleware around its handler."""
import inspect


def is_async(function):
    """Whether calling the function gives a coroutine."""
    call = getattr(function, "__call__", None)
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


async def invoke(function, thread, *args):
    """Calls a function of the project: an async one in the loop, a sync one in the call's thread."""
    result = function(*args) if is_async(function) else await thread.run(function, *args)
    # A sync function may answer an awaitable: a decorated handler, or `return next_fn()`.
    return await result if inspect.isawaitable(result) else result


async def run_chain(middleware, request, context, thread, handler):
    """Runs the middleware in order; each one's ``next_fn`` runs what follows it and answers its response."""
    if not middleware:
        return await handler()
    first, rest = middleware[0], middleware[1:]

    def following():
        return run_chain(rest, request, context, thread, handler)

    if is_async(first):
        return await first(request, context, following)
    return await invoke(first, thread, request, context, lambda: thread.wait(following()))
