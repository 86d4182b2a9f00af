"""The ``context`` that handlers get."""
from .json_text import to_json


def _text(value, name):
    """Groups, keys and ids are strings; numbers are said as such."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{name} is {value!r}, which has half a surrogate pair") from None
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{name} is {value!r}, a {type(value).__name__}; it must be a string")


def _event(event, name):
    if not isinstance(event, dict):
        raise TypeError(f'{name} is a {type(event).__name__}; it must be {{"topic": …, "data": …}}')
    if not isinstance(event.get("topic"), str):
        raise ValueError(f'{name} has no "topic", a string; it has {", ".join(map(repr, event)) or "nothing"}')
    told = {"topic": event["topic"], "data": event.get("data")}
    if event.get("messageGroupId") is not None:
        told["messageGroupId"] = _text(event["messageGroupId"], f"{name}.messageGroupId")
    return told


class State:
    """JSON values by group and key."""

    def __init__(self, call):
        self._call = call

    def get(self, group, key):
        """The value, or None."""
        return self._ask("state.get", group, key)

    def set(self, group, key, value):
        """The value, once it is durable."""
        return self._ask("state.set", group, key, to_json(value, "value"))

    def delete(self, group, key):
        """The old value, or None."""
        return self._ask("state.delete", group, key)

    def update(self, group, key, ops):
        """The new value, after the operations were applied as one."""
        return self._ask("state.update", group, key, to_json(ops, "ops"))

    def get_group(self, group):
        """All values of the group, in the order of their insertion."""
        return self._call.request("state.getGroup", {"group": _text(group, "group")})

    def clear(self, group):
        """Deletes the group's values."""
        return self._call.request("state.clear", {"group": _text(group, "group")})

    getGroup = get_group

    def _ask(self, op, group, key, body=b""):
        return self._call.request(op, {"group": _text(group, "group"), "key": _text(key, "key")}, body)


class Stream:
    """A stream's items by group and id."""

    def __init__(self, call, name):
        self._call = call
        self._name = name

    def get(self, group, id):
        """The item, or None."""
        return self._ask("stream.get", group, id)

    def set(self, group, id, item):
        """The item as it is kept, with its id."""
        return self._ask("stream.set", group, id, to_json(item, "item"))

    def delete(self, group, id):
        """The old item, or None."""
        return self._ask("stream.delete", group, id)

    def update(self, group, id, ops):
        """The new item, after the operations were applied as one."""
        return self._ask("stream.update", group, id, to_json(ops, "ops"))

    def get_group(self, group):
        """The group's items, in the order of their creation."""
        return self._call.request("stream.getGroup", {"stream": self._name, "group": _text(group, "group")})

    def send(self, channel, event):
        """Sends ``{"type", "data"}`` to those who watch ``{"groupId", "id"?}``; it is not kept."""
        if not isinstance(channel, dict) or "groupId" not in channel:
            raise TypeError(f'channel is {channel!r}; it must be {{"groupId": …}} or {{"groupId": …, "id": …}}')
        meta = {"stream": self._name, "group": _text(channel["groupId"], "groupId")}
        if channel.get("id") is not None:
            meta["id"] = _text(channel["id"], "id")
        return self._call.request("stream.send", meta, to_json(event, "event"))

    getGroup = get_group

    def _ask(self, op, group, id, body=b""):
        return self._call.request(op, {"stream": self._name, "group": _text(group, "group"), "id": _text(id, "id")}, body)


class Streams:
    """The project's streams: ``context.streams.chat`` or ``context.streams["chat"]``."""

    def __init__(self, call):
        self._call = call

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Stream(self._call, name)

    def __getitem__(self, name):
        return Stream(self._call, _text(name, "stream"))


class Logger:
    """Logs to the silo, with the call's trace id and step."""

    def __init__(self, call):
        self._call = call

    def debug(self, message, args=None):
        self._call.log("debug", message, args)

    def info(self, message, args=None):
        self._call.log("info", message, args)

    def warn(self, message, args=None):
        self._call.log("warn", message, args)

    def error(self, message, args=None):
        self._call.log("error", message, args)

    warning = warn


class Context:
    """What a handler can do and know.

    What it asks for has begun when the method returns: ``await`` the answer, or in a sync handler take ``.result()``.
    """

    def __init__(self, call, trace_id, flows, delivery):
        self._call = call
        self.trace_id = self.traceId = trace_id
        self.flows = flows
        self.delivery = delivery
        self.state = State(call)
        self.streams = Streams(call)
        self.logger = Logger(call)

    @property
    def is_cancelled(self):
        """Whether the call should end: its time is over, its request was aborted, or the silo stops.

        Unless the silo stops, an async handler gets a CancelledError where it awaits, as any asyncio task; a sync one looks here.
        """
        return self._call.is_cancelled

    def emit(self, event):
        """Emits ``{"topic", "data", "messageGroupId"?}`` or a list of them; answered when they are durable."""
        if isinstance(event, (list, tuple)):
            events = [_event(item, f"event {index}") for index, item in enumerate(event)]
        else:
            events = [_event(event, "the event")]
        return self._call.request("emit", None, to_json(events, "events"))
