"""Loads a project's own modules from their source, always."""
import importlib.machinery
import os


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


def path_hook(project):
    """For ``sys.path_hooks``: takes the project's folders, but not its installed packages, which change rarely and take long to compile."""
    prefix = os.path.join(project, "")
    installed = tuple(os.path.join(project, folder) for folder in ("python_modules", ".venv"))

    def hook(path):
        is_own = os.path.join(path, "").startswith(prefix) and not path.startswith(installed) and os.path.isdir(path)
        if not is_own:
            raise ImportError(f"{path} is not of the project's own")
        return importlib.machinery.FileFinder(path, *_LOADERS)

    return hook
