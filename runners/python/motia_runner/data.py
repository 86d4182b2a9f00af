"""Dicts that also answer attributes."""


class Data(dict):
    """A dict whose items are attributes too: ``req["body"]["text"]``, ``req.get("body")`` and ``req.body.text``.

    Names that a dict has already (``items``, ``get``, …) stay its methods; such keys are reached with ``[]``.
    """

    __slots__ = ()

    def __getattr__(self, name):
        # Protocols of the language (copy, pickle, …) look up names like __deepcopy__; a key sent by a client must never answer them.
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        try:
            value = self[name]
        except KeyError:
            raise AttributeError(f"no key {name!r}; there are {', '.join(map(repr, self)) or 'none'}") from None
        if type(value) is dict:
            # The project's code has set it, middleware for example. Kept, so that a change through the attribute is one of this dict.
            value = self[name] = Data(value)
        return value

    def __setattr__(self, name, value):
        self[name] = value

    def __delattr__(self, name):
        try:
            del self[name]
        except KeyError:
            raise AttributeError(f"no key {name!r}") from None

    def copy(self):
        return Data(self)
