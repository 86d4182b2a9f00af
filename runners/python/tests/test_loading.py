import json
import shutil
import tempfile
import textwrap
from pathlib import Path

from .case import API, CANNOT_BE_TOLD, CRON, EVENT, UNTELLABLE, RunnerCase
from .peer import LOAD, LOADED, Peer

# What Order.model_json_schema() answered under pydantic 2.13, for a model with a recursive list, constraints, an enum, a date and a union.
ORDER = Path(__file__).with_name("pydantic_2_13_order.json")


class LoadingTest(RunnerCase):
    def test_every_kind_of_file_is_described_in_the_order_given(self):
        api = self.step("async def handler(req, context): ...")
        event = self.step("def handler(input, context): ...", EVENT, "steps/deep/er/event.step.py")
        cron = self.step("async def handler(context): ...", CRON, "src/cron_step.py")
        noop = self.write("steps/noop_step.py", 'config = {"type": "noop", "name": "Noop"}')
        definition = {"name": "chat", "schema": {"type": "object"}, "baseConfig": {"storageType": "default"}}
        stream = self.write("steps/chat_stream.py", f"config = {{**{definition}, 'canAccess': lambda subscription, auth: True}}")
        self.start(cron, api, event, noop, stream)
        self.assertEqual([entry["file"] for entry in self.entries], [str(file) for file in (cron, api, event, noop, stream)])
        self.assertEqual([entry["handler"] for entry in self.entries], [True, True, True, False, False])
        self.assertEqual([entry["canAccess"] for entry in self.entries], [False] * 4 + [True])
        self.assertEqual(self.entries[4]["config"], definition)

    def test_exception_has_its_line_in_the_step_and_the_others_are_served(self):
        broken = self.write("steps/broken_step.py", "import os\n\ndef names():\n    return os.environ['NO_SUCH_NAME']\n\nnames()\n")
        whole = self.step("async def handler(req, context): return {'status': 204}")
        self.start(broken, whole)
        error = self.entries[0]["error"]
        self.assertEqual(set(self.entries[0]), {"file", "error"})
        self.assertEqual(error, {"message": "KeyError: 'NO_SUCH_NAME'", "line": 4})
        self.assert_result(self.peer.api(whole), status=204)

    def test_error_in_a_helper_has_its_place_behind_the_message_and_no_line(self):
        self.write("steps/helper.py", "\n\nraise RuntimeError('no database')\n")
        self.assert_error("import json\nfrom .helper import x\n", {"message": "RuntimeError: no database (steps/helper.py:3)"})

    def test_module_that_a_helper_does_not_find_has_its_place_behind_the_message(self):
        self.write("lib/helper.py", "\nimport not_there\n")
        self.assert_error("from lib import helper", {"message": "ModuleNotFoundError: No module named 'not_there' (lib/helper.py:2)"})

    def test_error_in_an_installed_package_is_one_of_the_code_that_calls_it(self):
        self.write("python_modules/strict.py", "def check(): raise ValueError('not so')")
        self.write("steps/helper.py", "import strict\n\nstrict.check()")
        self.assert_error("import strict\n\nstrict.check()", {"message": "ValueError: not so", "line": 3})
        self.assert_error("from . import helper", {"message": "ValueError: not so (steps/helper.py:3)"})

    def test_error_of_the_standard_library_is_one_of_the_code_that_calls_it(self):
        self.assert_error("import json\n\njson.loads(5)", {
            "message": "TypeError: the JSON object must be str, bytes or bytearray, not int", "line": 3,
        })

    def test_error_in_a_function_that_a_helper_calls_back_is_one_of_the_file(self):
        self.write("steps/helper.py", "def back(run): run()")
        self.assert_error("from .helper import back\ndef mine():\n    raise ValueError('mine')\nback(mine)", {"message": "ValueError: mine", "line": 3})

    def test_error_in_a_helper_of_a_step_outside_the_project_has_its_whole_path(self):
        outside = Path(tempfile.mkdtemp()).resolve()
        self.addCleanup(shutil.rmtree, outside)
        (outside / "steps").mkdir()
        (outside / "steps/helper.py").write_text("\nraise ValueError('far')")
        (outside / "steps/thing_step.py").write_text("from . import helper")
        self.start(outside / "steps/thing_step.py")
        self.assertEqual(self.entries[0]["error"], {"message": f"ValueError: far ({outside}/steps/helper.py:2)"})

    def test_syntax_error_has_its_line(self):
        self.assert_error("config = {}\n\nhandler = = 1\n", {"message": "SyntaxError: invalid syntax", "line": 3})

    def test_syntax_error_of_a_helper_has_its_place_behind_the_message(self):
        self.write("steps/helper.py", "x = [1, 2\ny = )\n")
        self.start(self.write("steps/thing_step.py", "from .helper import x\n"))
        self.assertRegex(self.entries[0]["error"].pop("message"), r"^SyntaxError: .*[^)] \(steps/helper.py:2\)$")
        self.assertEqual(self.entries[0]["error"], {})

    def test_syntax_error_of_what_is_no_file_has_the_line_that_reads_it(self):
        self.assert_error("import ast\n\nast.parse('= 1')", {"message": "SyntaxError: invalid syntax (<unknown>, line 1)", "line": 3})
        self.assert_error("\nraise SyntaxError()", {"message": "SyntaxError: None", "line": 2})

    def test_exception_that_is_hard_to_tell_is_an_error_of_its_file(self):
        self.assert_error(f"{UNTELLABLE}\nraise Untellable()", {"message": CANNOT_BE_TOLD})

    def assert_error(self, code, error):
        self.start(self.write("steps/thing_step.py", code))
        self.assertEqual(self.entries[0]["error"], error)

    def test_the_projects_own_modules_are_told_also_broken_and_missing_ones_and_packages_are_not(self):
        self.write("lib/outer.py", "import decimal\nimport installed\nfrom lib.inner import x\n")
        self.write("lib/inner.py", "x = 1")
        self.write("lib/broken.py", "x = (\n")
        self.write("lib/later.py")
        self.write("lib/unused.py")
        self.write("python_modules/installed.py")
        self.write("venv/lib/python3/site-packages/other.py")
        files = [
            self.step("from lib.outer import x\ndef handler(req, context):\n    import lib.later\n", name="steps/a_step.py"),
            self.step("import sys\nsys.path.append('venv/lib/python3/site-packages')\nimport other\nfrom ..lib.broken import x\n", name="steps/b_step.py"),
            self.step("from lib.deep.missing import x\n", name="steps/c_step.py"),
        ]
        self.start(*files)
        expected = [*files, *(self.project / "lib" / name for name in ("broken.py", "inner.py", "outer.py", "deep"))]
        self.assertEqual(sorted(self.peer.loaded["modules"]), sorted(str(file) for file in expected))

    def test_exit_while_loading_is_an_error_of_that_file(self):
        whole = self.step("async def handler(req, context): return {'status': 204}")
        self.start(self.write("steps/exit_step.py", "import sys\nsys.exit(3)\n"), whole)
        self.assertIn("sys.exit(3) was called", self.entries[0]["error"]["message"])
        self.assert_result(self.peer.api(whole), status=204)

    def test_file_that_is_not_there_is_named(self):
        self.start(self.project / "steps/gone_step.py")
        self.assertIn("gone_step.py does not exist", self.entries[0]["error"]["message"])

    def test_file_without_config_says_what_a_step_has(self):
        self.start(self.write("steps/thing_step.py", "x = 1"), self.write("steps/list_step.py", "config = []"))
        self.assertIn("has no `config`", self.entries[0]["error"]["message"])
        self.assertEqual(self.entries[1]["error"]["message"], "config is a list; it must be a dict")

    def test_call_of_a_file_that_is_not_loaded_fails(self):
        self.start(self.write("steps/broken_step.py", "raise ValueError"))
        self.assert_failed(self.peer.api(self.project / "steps/broken_step.py"), "StepError", "broken_step.py is not loaded")

    def test_project_configuration_is_left_to_node(self):
        peer = Peer(self.project)
        self.addCleanup(peer.close)
        peer.begin(LOAD, {"files": [], "config": "/project/motia.config.ts"})
        self.assertIn("/project/motia.config.ts is not for the Python runner", peer.read(LOADED).meta["project"]["error"]["message"])


class ConfigTest(RunnerCase):
    def config(self, text, before=""):
        self.start(self.write("steps/thing_step.py", f"{textwrap.dedent(before)}\nconfig = {text}\n"))
        return self.entries[0]

    def assert_error(self, text, message, before=""):
        self.assertEqual(self.config(text, before)["error"]["message"], message)

    def test_typed_dict_is_a_config(self):
        entry = self.config("ApiRouteConfig(name='A', flows=('a', 'b'))", "from motia import ApiRouteConfig")
        self.assertEqual(entry["config"], {"name": "A", "flows": ["a", "b"]})

    def test_statuses_of_response_schemas_become_strings(self):
        entry = self.config("{'responseSchema': {200: {'type': 'string'}, 404: None}}")
        self.assertEqual(entry["config"]["responseSchema"], {"200": {"type": "string"}})

    def test_schema_that_pydantic_made_is_passed_on(self):
        schema = json.loads(ORDER.read_text())
        before = f"class Order:\n    @classmethod\n    def model_json_schema(cls): return {schema!r}"
        entry = self.config("{'bodySchema': Order.model_json_schema(), 'input': Order, 'responseSchema': {200: Order}}", before)
        self.assertEqual(entry["config"], {"bodySchema": schema, "input": schema, "responseSchema": {"200": schema}})

    def test_no_schema_is_none(self):
        self.assertEqual(self.config("{'input': None}")["config"], {"input": None})

    def test_schema_that_is_none_is_named_with_its_field(self):
        error = self.config("{'bodySchema': list[int]}")["error"]
        self.assertIn("config.bodySchema is list[int], a GenericAlias; it must be a JSON Schema", error["message"])

    def test_response_schema_that_is_none_is_named_with_its_status(self):
        error = self.config("{'responseSchema': {200: 'text'}}")["error"]
        self.assertIn("config.responseSchema.200 is 'text', a str; it must be a JSON Schema", error["message"])

    def test_model_that_cannot_say_its_schema_is_named(self):
        before = "class Odd:\n    @classmethod\n    def model_json_schema(cls):\n        raise TypeError('no schema for socket')"
        self.assert_error("{'schema': Odd}", "config.schema: model_json_schema() raised TypeError: no schema for socket", before)

    def test_value_that_is_not_json_is_named_with_its_path(self):
        error = self.config("{'bodySchema': {'properties': {'a': {1}}}}")["error"]
        self.assertIn("config.bodySchema.properties.a is a set", error["message"])

    def test_config_of_60_levels_is_told(self):
        nested = "{'a': " * 59 + "1" + "}" * 59
        self.assertEqual(json.dumps(self.config(f"{{'input': {nested}}}")["config"]).count("{"), 60)

    def test_config_of_more_levels_is_named_with_its_field(self):
        nested = "{'a': " * 60 + "1" + "}" * 60
        error = self.config(f"{{'input': {nested}}}")["error"]
        self.assertIn("config.input is nested deeper than the 60 levels that a config may have", error["message"])

    def test_functions_elsewhere_are_flagged(self):
        self.assertEqual(self.config("{'name': 'A', 'infrastructure': {'hook': lambda: 1, 'all': [print]}}")["config"], {
            "name": "A", "infrastructure": {"hook": {"$function": True}, "all": [{"$function": True}]},
        })

    def test_middleware_is_counted_and_left_out(self):
        entry = self.config("{'name': 'A', 'middleware': [one, one]}", "async def one(req, context, next_fn): ...")
        self.assertEqual((entry["config"], entry["middleware"]), ({"name": "A"}, 2))

    def test_middleware_that_is_no_function_is_named(self):
        self.assert_error("{'middleware': [print, 'auth']}", "config.middleware[1] is 'auth', a str; it must be a function")

    def test_middleware_that_is_no_list_is_named(self):
        self.assert_error("{'middleware': print}", "config.middleware is a builtin_function_or_method; it must be a list of functions")

    def test_access_rule_that_is_no_function_is_named(self):
        self.assert_error("{'canAccess': True}", "config.canAccess is a bool; it must be a function")
