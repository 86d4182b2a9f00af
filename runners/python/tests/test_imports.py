import os
import shutil
import sys
import tempfile
from pathlib import Path

from .case import API, EVENT, RunnerCase

BODY = "\nasync def handler(req, context): return {'status': 200, 'body': {'value': VALUE}}\n"


class ImportTest(RunnerCase):
    def value(self, imports, name="steps/orders/add_step.py", config=API):
        file = self.write(name, imports + "\n" + config + BODY)
        self.start(file)
        self.assertNotIn("error", self.entries[0])
        return self.peer.api(file).json['value']

    def test_files_of_one_name_in_different_folders_are_different_modules(self):
        files = [self.write(f"steps/{folder}/add_step.py", f"VALUE = '{folder}'\n{API}{BODY}") for folder in ("a", "b", "b/c")]
        self.start(*files)
        self.assertEqual([self.peer.api(file).json['value'] for file in files], ["a", "b", "b/c"])

    def test_helper_beside_the_step(self):
        self.write("steps/orders/helper.py", "VALUE = 'beside'")
        self.assertEqual(self.value("from .helper import VALUE"), "beside")

    def test_helpers_of_one_name_beside_different_steps(self):
        files = []
        for folder in ("a", "b"):
            self.write(f"steps/{folder}/helper.py", f"VALUE = 'helper of {folder}'")
            files.append(self.write(f"steps/{folder}/add_step.py", f"from .helper import VALUE\n{API}{BODY}"))
        self.start(*files)
        self.assertEqual([self.peer.api(file).json['value'] for file in files], ["helper of a", "helper of b"])

    def test_relative_import_of_a_sibling_folder_in_packages(self):
        for package in ("steps", "steps/orders", "steps/shared"):
            self.write(f"{package}/__init__.py")
        self.write("steps/shared/db.py", "from . import names\nVALUE = names.NAME")
        self.write("steps/shared/names.py", "NAME = 'shared'")
        self.assertEqual(self.value("from ..shared.db import VALUE"), "shared")

    def test_relative_import_of_a_sibling_folder_without_init(self):
        self.write("steps/shared/db.py", "from .names import NAME as VALUE")
        self.write("steps/shared/names.py", "NAME = 'shared'")
        self.assertEqual(self.value("from ..shared.db import VALUE"), "shared")

    def test_relative_import_up_to_the_projects_directory(self):
        self.write("services/db.py", "VALUE = 'top'")
        self.assertEqual(self.value("from ...services.db import VALUE"), "top")

    def test_package_import_runs_its_init(self):
        self.write("steps/shared/__init__.py", "from .names import NAME")
        self.write("steps/shared/names.py", "NAME = 'from init'")
        self.assertEqual(self.value("from ..shared import NAME as VALUE"), "from init")

    def test_import_from_the_projects_directory(self):
        self.write("src/services/db.py", "VALUE = 'service'")
        self.assertEqual(self.value("from src.services.db import VALUE"), "service")

    def test_relative_and_absolute_import_give_one_module(self):
        self.write("steps/shared/db.py", "rows = []")
        self.assertIs(self.value("from ..shared import db\nimport steps.shared.db\nVALUE = db is steps.shared.db"), True)

    def test_step_imported_by_another_is_one_module_that_runs_once(self):
        self.write("loads.py", "count = 0")
        first = self.write("steps/orders/a_step.py", f"from steps.orders.b_step import VALUE\nfrom .b_step import VALUE\n{API}{BODY}")
        code = "from ...loads import __name__ as name\nimport loads\nloads.count += 1\nVALUE = [loads.count, name]\n"
        second = self.write("steps/orders/b_step.py", f"{code}{API}{BODY}")
        self.start(first, second)
        self.assertEqual([self.peer.api(file).json['value'] for file in (first, second)], [[1, "loads"]] * 2)

    def test_file_and_folder_names_that_are_no_identifiers(self):
        self.write("steps/01-basic/v1.2/helper.py", "VALUE = 'odd names'")
        self.assertEqual(self.value("from .helper import VALUE", "steps/01-basic/v1.2/03-add.item.step.py"), "odd names")

    def test_folder_of_the_name_of_an_installed_package_is_the_projects(self):
        self.write("python_modules/lib/python3.9/site-packages/src/__init__.py", "raise ImportError('the wrong src')")
        self.write("src/db.py", "VALUE = 'right'")
        self.assertEqual(self.value("from .db import VALUE", "src/add_step.py"), "right")

    def test_names_that_the_runner_uses_itself_are_free_for_the_project(self):
        for module in ("main", "calls", "frames", "context", "tests"):
            self.write(f"{module}.py", f"NAME = 'my {module}'")
        modules = "main, calls, frames, context, tests"
        value = self.value(f"import {modules}\nVALUE = [module.NAME for module in ({modules})]")
        self.assertEqual(value, ["my main", "my calls", "my frames", "my context", "my tests"])

    def test_names_that_the_runner_uses_itself_are_free_for_installed_packages(self):
        self.write(f".venv/lib/python3.{sys.version_info.minor}/site-packages/tests/__init__.py", "VALUE = 'installed tests'")
        self.assertEqual(self.value("from tests import VALUE"), "installed tests")

    def test_installed_packages_of_every_layout(self):
        minor = f"python3.{sys.version_info.minor}"
        for folder in (f"python_modules/lib/{minor}/site-packages", f".venv/lib/{minor}/site-packages", "python_modules"):
            with self.subTest(folder):
                self.setUp()
                self.write(f"{folder}/installed/__init__.py", "VALUE = 'installed'")
                self.assertEqual(self.value("from installed import VALUE"), "installed")

    def test_own_installed_package_comes_before_the_machines_and_after_the_standard_library(self):
        folder = f".venv/lib/python3.{sys.version_info.minor}/site-packages"
        self.write(f"{folder}/pip/__init__.py", "VALUE = 'own pip'")
        self.write(f"{folder}/colorsys.py", "raise ImportError('a module of the standard library was replaced')")
        self.assertEqual(self.value("import colorsys\nfrom pip import VALUE"), "own pip")

    def test_path_file_of_an_editable_install_counts(self):
        self.write("elsewhere/editable/__init__.py", "VALUE = 'editable'")
        self.write(f".venv/lib/python3.{sys.version_info.minor}/site-packages/editable.pth", str(self.project / "elsewhere"))
        self.assertEqual(self.value("from editable import VALUE"), "editable")

    def test_path_that_a_step_adds_itself(self):
        self.write("src/services/llm.py", "VALUE = 'by path'")
        path = "os.path.join(os.path.dirname(__file__), '..', '..', 'src')"
        self.assertEqual(self.value(f"import os, sys\nsys.path.insert(0, {path})\nfrom services.llm import VALUE"), "by path")

    def test_second_save_within_a_second_takes_effect(self):
        for value in ("first!", "second"):
            saved = [
                self.write("steps/shared/__init__.py", f"INIT = '{value}'"),
                self.write("steps/shared/db.py", f"HELPER = '{value}'"),
                self.write("root.py", f"ROOT = '{value}'"),
            ]
            for path in saved:
                os.utime(path, (1_700_000_000, 1_700_000_000))
            imports = "from .shared.db import HELPER\nfrom .shared import INIT\nfrom root import ROOT\n"
            self.assertEqual(self.value(f"{imports}VALUE = [INIT, HELPER, ROOT]", "steps/add_step.py"), [value] * 3)
        self.assertEqual(list(self.project.rglob("*.pyc")), [])

    def test_installed_packages_are_compiled_once(self):
        self.write("python_modules/installed/__init__.py", "VALUE = 'installed'")
        self.assertEqual(self.value("from installed import VALUE"), "installed")
        self.assertEqual([path.parent.parent.name for path in self.project.rglob("*.pyc")], ["installed"])

    def test_folder_whose_name_begins_as_that_of_installed_packages_is_the_projects(self):
        for folder in ("python_modules_old", ".venv2"):
            self.write(f"{folder}/helper.py", "NAME = 'own'")
        path = "os.path.join(os.path.dirname(os.path.dirname(__file__)), '{}')"
        for folder in ("python_modules_old", ".venv2"):
            with self.subTest(folder):
                imports = f"import os, sys\nsys.path.insert(0, {path.format(folder)})\nfrom helper import NAME as VALUE"
                self.assertEqual(self.value(imports, "steps/add_step.py"), "own")
        self.assertEqual(list(self.project.rglob("*.pyc")), [])

    def test_packages_of_a_virtual_environment_of_any_name_are_compiled_once(self):
        self.write("envs/mine/pyvenv.cfg")
        self.write("envs/mine/lib/site-packages/installed/__init__.py", "from .inner import VALUE")
        self.write("envs/mine/lib/site-packages/installed/inner.py", "VALUE = 'installed'")
        path = "os.path.join(os.path.dirname(os.path.dirname(__file__)), 'envs/mine/lib/site-packages')"
        imports = f"import os, sys\nsys.path.insert(0, {path})\nfrom installed import VALUE"
        self.assertEqual(self.value(imports, "steps/add_step.py"), "installed")
        self.assertEqual({path.parent.parent.name for path in self.project.rglob("*.pyc")}, {"installed"})

    def test_project_that_is_a_virtual_environment_itself_is_the_projects(self):
        self.write("pyvenv.cfg")
        self.write("helper.py", "VALUE = 'own'")
        self.assertEqual(self.value("from helper import VALUE"), "own")
        self.assertEqual(list(self.project.rglob("*.pyc")), [])

    def test_project_and_files_may_be_named_by_different_links(self):
        link = Path(tempfile.mkdtemp(), "link")
        self.addCleanup(shutil.rmtree, link.parent)
        link.symlink_to(self.project)
        self.write("shared/db.py", "VALUE = 'shared'")
        file = self.write("steps/add_step.py", f"from ..shared.db import VALUE\n{API}{BODY}")
        for project, named in ((self.project, link / "steps/add_step.py"), (link, file), (link, link / "steps/add_step.py")):
            with self.subTest(project=project, file=named):
                self.project = project
                self.start(named)
                self.assertEqual(self.peer.api(named).json["value"], "shared")

    def test_steps_outside_the_project(self):
        outside = RunnerCase()
        outside.setUp()
        self.addCleanup(outside.doCleanups)
        outside.write("steps/a/helper.py", "VALUE = 'outside'")
        outside.write("shared.py", "NAME = 'root'")
        imports = "from .helper import VALUE\nfrom shared import NAME\nfrom ...shared import NAME\n"
        file = outside.write("steps/a/add_step.py", f"{imports}{API}{BODY}")
        self.start(file)
        self.assertEqual(self.peer.api(file).json['value'], "outside")

    def test_types_that_motia_does_not_have_count_as_any_with_a_warning(self):
        self.assertEqual(self.value("from typing import Any\nfrom motia import Handlers\nVALUE = Handlers is Any"), True)
        self.assertIn("motia has no type 'Handlers'", self.peer.said(self.peer.process.stderr))

    def test_functions_that_motia_does_not_have_are_an_error(self):
        self.start(self.write("steps/thing_step.py", "from motia import queue"))
        self.assertIn("cannot import name 'queue' from 'motia'", self.entries[0]["error"]["message"])

    def test_motia_is_there_without_the_package(self):
        names = "ApiRequest, ApiResponse, ApiRouteConfig, CronConfig, EventConfig, FlowContext, MotiaError, StreamConfig"
        value = self.value(f"from motia import {names}\nimport motia\nVALUE = ApiResponse(status=1, body=motia.MotiaError.__name__)")
        self.assertEqual(value, {"status": 1, "body": "MotiaError"})
