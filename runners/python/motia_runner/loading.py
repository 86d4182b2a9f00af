"""Loads step and stream files and says what they are."""
import os
from pathlib import Path

from . import config
from .errors import CANNOT_BE_TOLD, StepError, clip, message_of, place_of
from .json_text import NotJsonError
from .sources import SourceLoader


class Step:
    """A file's functions, ready to be called."""

    def __init__(self, file, module):
        if not hasattr(module, "config"):
            raise StepError("the file has no `config`; a step has a dict `config` and, unless it is a noop, a function `handler`")
        handler = getattr(module, "handler", None)
        self.file = file
        self.config, self.middleware, self.can_access = config.read(module.config)
        self.handler = handler if callable(handler) else None
        flows = self.config.get("flows")
        self.flows = flows if isinstance(flows, list) else []

    def described(self):
        """The file's entry in Loaded."""
        return {
            "file": self.file,
            "config": self.config,
            "handler": self.handler is not None,
            "middleware": len(self.middleware),
            "canAccess": self.can_access is not None,
        }


def load(project, files):
    """``(steps by file, entries of Loaded)``."""
    steps, entries = {}, []
    project.add(files)
    for file in files:
        try:
            steps[file] = Step(file, project.load(file))
            entries.append(steps[file].described())
        except BaseException as error:
            # SystemExit too: one file must not take the others with it.
            entries.append({"file": file, "error": _described(error, file, project)})
            if type(error) is ModuleNotFoundError and error.name:
                project.missing.add(error.name)
    return steps, entries


def modules(project):
    """The project's own files that were loaded so far, and where those would be that were looked for in vain: not those of packages."""
    return sorted(SourceLoader.loaded) + sorted(os.path.join(project.directory, *name.split(".")) for name in project.missing)


def _described(error, file, project):
    try:
        return _told(error, file, project)
    except BaseException:
        # Its properties raise. Whatever it is, the Load must be answered.
        return {"message": CANNOT_BE_TOLD}


def _told(error, file, project):
    """``{message, line?}``: the line if the fault is in the file itself; if it is in another of the project, its place behind the message."""
    if isinstance(error, (StepError, NotJsonError)):
        return {"message": clip(str(error))}
    place = place_of(error, lambda path: path == file or project.has(path))
    # The text of a SyntaxError says its place too.
    text = error.msg if isinstance(error, SyntaxError) and place == (error.filename, error.lineno) else message_of(error)
    message = clip(f"{type(error).__name__}: {text}")
    if place is None:
        return {"message": message}
    path, line = place
    if path == file:
        return {"message": message, "line": line}
    told = Path(path)
    told = told.relative_to(project.directory) if told.is_relative_to(project.directory) else told
    return {"message": f"{message} ({told}:{line})"}
