"""What ``import motia`` gives a step: the types of its annotations, and the error that it may catch."""
import warnings
from typing import Any, Awaitable, Callable, Dict, List, TypedDict, Union

from motia_runner.context import Context as FlowContext
from motia_runner.errors import MotiaError

__all__ = [
    "ApiMiddleware",
    "ApiRequest",
    "ApiResponse",
    "ApiRouteConfig",
    "ApiRouteHandler",
    "CronConfig",
    "CronHandler",
    "EventConfig",
    "EventHandler",
    "FlowContext",
    "MotiaError",
    "NoopConfig",
    "StepConfig",
    "StreamConfig",
]


class _Step(TypedDict, total=False):
    type: str
    name: str
    description: str
    flows: List[str]
    emits: List[Union[str, Dict[str, Any]]]
    virtualEmits: List[Union[str, Dict[str, Any]]]
    virtualSubscribes: List[str]
    includeFiles: List[str]
    infrastructure: Dict[str, Any]


class ApiRouteConfig(_Step, total=False):
    path: str
    method: str
    bodySchema: Any
    responseSchema: Dict[int, Any]
    queryParams: List[Dict[str, str]]
    middleware: List[Callable[..., Any]]


class EventConfig(_Step, total=False):
    subscribes: List[str]
    input: Any


class CronConfig(_Step, total=False):
    cron: str
    timeZone: str
    catchUp: str
    overlap: str


class NoopConfig(_Step, total=False):
    pass


class StreamConfig(TypedDict, total=False):
    name: str
    schema: Any
    baseConfig: Dict[str, str]
    canAccess: Callable[..., Any]


class ApiRequest(TypedDict, total=False):
    method: str
    path: str
    pathParams: Dict[str, str]
    queryParams: Dict[str, Union[str, List[str]]]
    headers: Dict[str, Union[str, List[str]]]
    body: Any
    rawBody: str
    files: List[Dict[str, Any]]


class ApiResponse(TypedDict, total=False):
    status: int
    headers: Dict[str, Union[str, List[str]]]
    body: Any


StepConfig = Union[ApiRouteConfig, EventConfig, CronConfig, NoopConfig]
ApiRouteHandler = Callable[[ApiRequest, FlowContext], Awaitable[ApiResponse]]
EventHandler = Callable[[Any, FlowContext], Awaitable[None]]
CronHandler = Callable[[FlowContext], Awaitable[None]]
ApiMiddleware = Callable[[ApiRequest, FlowContext, Callable[[], Awaitable[ApiResponse]]], Awaitable[ApiResponse]]


def __getattr__(name):
    # A name that only annotations use must not keep a step from loading.
    if not name[:1].isupper():
        raise AttributeError(f"motia has no {name!r} for steps in Python; it has {', '.join(__all__)}")
    warnings.warn(f"motia has no type {name!r} for steps in Python; it counts as typing.Any", stacklevel=2)
    return Any
