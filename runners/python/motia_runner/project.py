"""How a project's Python files import each other and what is installed for them."""
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import site
import sys
from pathlib import Path

_ROOT = "motia_project"
_FOREIGN_ROOT = "motia_steps_{}"


class _SameModule(importlib.abc.Loader):
    """Loads one module under a second name: the very same module."""

    def __init__(self, name):
        self._name = name

    def create_module(self, spec):
        module = importlib.import_module(self._name)
        self._spec = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self._spec


class _RelativeImports(importlib.abc.MetaPathFinder):
    """Finds what a step imports relatively, ``from ..shared import x``, which may go up to the project's directory: ``motia_project.shared`` is the module ``shared``, as
    ``import shared`` gives it."""

    def find_spec(self, name, path=None, target=None):
        root, _, rest = name.partition(".")
        return importlib.machinery.ModuleSpec(name, _SameModule(rest), is_package=False) if root == _ROOT and rest else None


class Project:
    """Imports step files: relative imports, imports from the project's directory, and its installed packages work, and equal file names do not clash."""

    def __init__(self, directory):
        self.directory = Path(directory).resolve()
        self._roots = {self.directory: _ROOT}

    def prepare(self):
        """Sets ``sys.path``: the project's directory first; its own packages before those of the machine."""
        sys.path.insert(0, str(self.directory))
        for packages in self._site_packages():
            self._add_packages(str(packages))
        sys.modules[_ROOT] = self._package(_ROOT, self.directory)
        sys.meta_path.insert(0, _RelativeImports())

    def load(self, file):
        """The module of a step file."""
        path = Path(file)
        root, name = self._root_of(path)
        relative = path.relative_to(root)
        package = name
        for folder in relative.parts[:-1]:
            root = root / folder
            package = self._import_package(package, root)
        # A dot would make it a module of a package: `send.step.py`.
        leaf = relative.stem.replace(".", "-")
        spec = importlib.util.spec_from_file_location(f"{package}.{leaf}", file)
        if spec is None:
            raise ImportError(f"{file} is no Python file")
        module = importlib.util.module_from_spec(spec)
        names = [spec.name, spec.name.partition(".")[2]] if name == _ROOT else [spec.name]
        found = next((sys.modules[name] for name in names if name in sys.modules), None)
        if found is not None:
            # Another step has imported it already.
            return found
        for name in names:
            sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            for name in names:
                sys.modules.pop(name, None)
            raise
        return module

    def _site_packages(self):
        for folder in ("python_modules", ".venv", "venv"):
            base = self.directory / folder
            found = sorted(base.glob("lib*/python3*/site-packages"))
            own = [path for path in found if path.parent.name == f"python3.{sys.version_info.minor}"]
            yield from own or found
            # pip install --target
            if folder == "python_modules" and not found and base.is_dir():
                yield base

    @staticmethod
    def _add_packages(directory):
        before = list(sys.path)
        site.addsitedir(directory)
        added = [path for path in sys.path if path not in before]
        machine = next((index for index, path in enumerate(before) if path.endswith(("site-packages", "dist-packages"))), len(before))
        sys.path[:] = before[:machine] + added + before[machine:]

    def _root_of(self, path):
        if path.is_relative_to(self.directory):
            return self.directory, _ROOT
        top = next((parent.parent for parent in path.parents if parent.name in ("steps", "src")), path.parent)
        if top not in self._roots:
            self._roots[top] = _FOREIGN_ROOT.format(len(self._roots))
            sys.modules[self._roots[top]] = self._package(self._roots[top], top)
            sys.path.append(str(top))
        return top, self._roots[top]

    def _import_package(self, parent, folder):
        name = f"{parent}.{folder.name.replace('.', '-')}"
        plain = name.partition(".")[2] if parent.partition(".")[0] == _ROOT else name
        if plain not in sys.modules:
            # Found here and nowhere else: an installed package may have the name of a folder, `src` above all.
            init = folder / "__init__.py"
            if init.is_file():
                spec = importlib.util.spec_from_file_location(plain, str(init), submodule_search_locations=[str(folder)])
                sys.modules[plain] = module = importlib.util.module_from_spec(spec)
                try:
                    spec.loader.exec_module(module)
                except BaseException:
                    sys.modules.pop(plain, None)
                    raise
            else:
                sys.modules[plain] = self._package(plain, folder)
        return name

    @staticmethod
    def _package(name, folder):
        spec = importlib.machinery.ModuleSpec(name, None, is_package=True)
        spec.submodule_search_locations = [str(folder)]
        return importlib.util.module_from_spec(spec)
