"""How a project's Python files import each other, and what is installed for them."""
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import site
import sys
from pathlib import Path

from .sources import SourceLoader, is_own, path_hook

_ROOT = "motia_project"
_FOREIGN_ROOT = "motia_steps_{}"
# Stands in module names for a dot in the name of a file or folder: `send.step.py`, `v1.2/`.
_DOT = "\N{ONE DOT LEADER}"


class _SameModule(importlib.abc.Loader):
    """Loads a module under a second name: the very same module."""

    def __init__(self, name):
        self._name = name

    def create_module(self, spec):
        module = importlib.import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self._spec


class _StepFinder(importlib.abc.MetaPathFinder):
    """Finds step files, and what they import relatively.

    A step ``steps/orders/add_step.py`` is the module ``motia_project.steps.orders.add_step``, so that its relative imports may go up to the
    project's directory. What they find is the module that an absolute import gives: ``from ...shared import db`` and
    ``from shared import db`` are one ``db``.
    """

    def __init__(self):
        self.files = {}

    def find_spec(self, name, path=None, target=None):
        if name in self.files:
            return importlib.util.spec_from_file_location(name, self.files[name], loader=SourceLoader(name, self.files[name]))
        root, _, rest = name.partition(".")
        if root == _ROOT:
            other = rest
        else:
            other = f"{_ROOT}.{name}" if f"{_ROOT}.{name}" in self.files else None
        return importlib.machinery.ModuleSpec(name, _SameModule(other)) if other else None


class Project:
    """Imports step files.

    Relative imports, imports from the project's directory, and its installed packages work, and equal file names do not clash.
    """

    def __init__(self, directory):
        self.directory = Path(os.path.abspath(directory))
        self._roots = {self.directory: _ROOT}
        self._finder = _StepFinder()
        #: The names of modules that were imported and are not there.
        self.missing = set()

    def prepare(self):
        """Sets how Python imports: from the project's directory first; its installed packages before those of the machine."""
        sys.path.insert(0, str(self.directory))
        sys.path_hooks.insert(0, path_hook(str(self.directory)))
        # PYTHONPATH may have had Python look into the project already.
        sys.path_importer_cache.clear()
        for packages in self._site_packages():
            self._add_packages(str(packages))
        sys.modules[_ROOT] = self._package(_ROOT, self.directory)
        sys.meta_path.insert(0, self._finder)

    def add(self, files):
        """Makes the step files known; before the first is loaded, since they may import each other."""
        for file in files:
            self._finder.files[self._name_of(Path(file))[0]] = file

    def load(self, file):
        """The module of a step file that was added."""
        path = Path(file)
        if not path.is_file():
            raise FileNotFoundError(f"{file} does not exist")
        name, folders = self._name_of(path)
        for package, folder in folders:
            self._load_package(package, folder)
        return importlib.import_module(name)

    def has(self, path):
        """Whether the file is of the project's own code, or beside its steps that are elsewhere."""
        return any(is_own(str(root), path) for root in self._roots)

    def _name_of(self, path):
        """The name of a step's module, and the packages above it: ``(plain name, folder)``."""
        top, path = self._below_a_root(path)
        name = self._roots[top]
        folders = []
        for folder in path.relative_to(top).parts[:-1]:
            name, top = f"{name}.{folder.replace('.', _DOT)}", top / folder
            folders.append((name.removeprefix(f"{_ROOT}."), top))
        return f"{name}.{path.stem.replace('.', _DOT)}", folders

    def _below_a_root(self, path):
        """``(root, path)``: the directory that relative imports may go up to, and the path as seen from there."""
        if path.is_relative_to(self.directory):
            return self.directory, path
        real = path.resolve()
        if real.is_relative_to(self.directory.resolve()):
            # One of the two was given by a symbolic link.
            return self.directory, self.directory / real.relative_to(self.directory.resolve())
        top = next((parent.parent for parent in path.parents if parent.name in ("steps", "src")), path.parent)
        if top not in self._roots:
            self._roots[top] = _FOREIGN_ROOT.format(len(self._roots))
            sys.modules[self._roots[top]] = self._package(self._roots[top], top)
            sys.path.append(str(top))
        return top, path

    def _load_package(self, name, folder):
        """Loads a package from its folder and nowhere else: an installed one may have its name, ``src`` above all."""
        if name in sys.modules:
            return
        init = folder / "__init__.py"
        if init.is_file():
            loader = SourceLoader(name, str(init))
            spec = importlib.util.spec_from_file_location(name, str(init), loader=loader, submodule_search_locations=[str(folder)])
            module = sys.modules[name] = importlib.util.module_from_spec(spec)
            try:
                spec.loader.exec_module(module)
            except BaseException:
                del sys.modules[name]
                raise
        else:
            module = sys.modules[name] = self._package(name, folder)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)

    @staticmethod
    def _package(name, folder):
        spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return importlib.util.module_from_spec(spec)

    def _site_packages(self):
        modules = self.directory / "python_modules"
        for environment in (modules, self.directory / ".venv"):
            layouts = ("lib*/python3*/*-packages", "local/lib/python3*/*-packages")
            found = sorted({path.resolve() for layout in layouts for path in environment.glob(layout)})
            yield from [path for path in found if path.parent.name == f"python3.{sys.version_info.minor}"] or found
            if environment is modules and not found and modules.is_dir():
                # pip install --target python_modules
                yield modules

    @staticmethod
    def _add_packages(directory):
        before = list(sys.path)
        site.addsitedir(directory)
        added = [path for path in sys.path if path not in before]
        machine = next((index for index, path in enumerate(before) if path.endswith(("site-packages", "dist-packages"))), len(before))
        sys.path[:] = before[:machine] + added + before[machine:]
