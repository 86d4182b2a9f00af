"""Loads a project's own modules from their source, always."""
import importlib.machinery
import os
import sysconfig


class SourceLoader(importlib.machinery.SourceFileLoader):
    """Neither reads nor writes compiled files.

    Python takes one for valid whose source has the same size and was saved in the same second: a quick second save would not take effect.
    """

    #: The files that were loaded so far, also those that failed.
    loaded = set()

    def path_stats(self, path):
        raise OSError("no compiled file for this source")

    def get_data(self, path):
        self.loaded.add(path)
        return super().get_data(path)


_LOADERS = (
    (importlib.machinery.ExtensionFileLoader, importlib.machinery.EXTENSION_SUFFIXES),
    (SourceLoader, importlib.machinery.SOURCE_SUFFIXES),
)


_STANDARD = tuple(os.path.join(sysconfig.get_path(name), "") for name in ("stdlib", "platstdlib"))
_INSTALLED = ("python_modules", ".venv")
_PACKAGES = ("site-packages", "dist-packages")


def is_own(project, path):
    """Whether a file or folder is in the project's directory, none of Python's own and none of the installed packages: in a virtual environment of any name."""
    path = os.path.normpath(path)
    if not os.path.join(path, "").startswith(os.path.join(project, "")) or os.path.join(path, "").startswith(_STANDARD):
        return False
    while path != project:
        parent, name = os.path.split(path)
        if name in _PACKAGES or parent == project and name in _INSTALLED or os.path.isfile(os.path.join(path, "pyvenv.cfg")):
            return False
        path = parent
    return True


def path_hook(project):
    """For ``sys.path_hooks``: takes the project's folders, but not its installed packages, which change rarely and take long to compile."""

    def hook(path):
        if not is_own(project, path) or not os.path.isdir(path):
            raise ImportError(f"{path} is not of the project's own")
        return importlib.machinery.FileFinder(path, *_LOADERS)

    return hook
