from .case import API, CANNOT_BE_TOLD, UNTELLABLE, RunnerCase
from .peer import PING, PONG


class FailureTest(RunnerCase):
    def test_stack_begins_in_the_project(self):
        self.write("steps/helper.py", "def check(value):\n    raise ValueError(f'not {value}')\n")
        for kind in ("async def", "def"):
            with self.subTest(kind):
                file = self.step(f"from .helper import check\n{kind} handler(req, context):\n    check(req.body)\n")
                self.start(file)
                error = self.assert_failed(self.peer.api(file, 7), "ValueError", "not 7")
                lines = error["stack"].splitlines()
                self.assertEqual(lines[0], "Traceback (most recent call last):")
                self.assertEqual(lines[1], f'  File "{file}", line 4, in handler')
                self.assertEqual(lines[-1], "ValueError: not 7")
                self.assertIn(f'File "{self.project}/steps/helper.py", line 2, in check', error["stack"])
                self.assertNotIn("motia_runner", error["stack"])

    def test_stack_through_middleware_has_no_frame_of_the_runner(self):
        for kind, wait in (("async def", "await "), ("def", "")):
            with self.subTest(kind):
                one = f"{kind} one(req, context, next_fn):\n    return {wait}next_fn()\n"
                code = f"{one}{kind} handler(req, context):\n    raise ValueError('x')\n"
                file = self.step(code + API.strip().replace("}", ', "middleware": [one]}'), "")
                self.start(file)
                stack = self.assert_failed(self.peer.api(file), "ValueError", "x")["stack"]
                self.assertEqual(stack.count('  File "'), stack.count(f'  File "{file}"'))
                self.assertIn("in one", stack)
                self.assertIn("in handler", stack)

    def test_cause_is_in_the_stack(self):
        file = self.start_with("""
            async def handler(req, context):
                try:
                    {}["a"]
                except KeyError as error:
                    raise RuntimeError("outer") from error
        """)
        stack = self.assert_failed(self.peer.api(file), "RuntimeError", "outer")["stack"]
        self.assertRegex(stack, r"(?s)KeyError: 'a'.*The above exception was the direct cause.*RuntimeError: outer$")

    def test_exit_fails_the_call_and_nothing_else(self):
        for kind in ("async def", "def"):
            with self.subTest(kind):
                code = f"import sys\n{kind} handler(req, context):\n    sys.exit(2) if req.body else 0\n    return {{'status': 204}}"
                file = self.start_with(code)
                answer = self.peer.api(file, True)
                error = self.assert_failed(answer, "SystemExit", "sys.exit(2) was called; a step ends by returning or raising")
                self.assertIn(f'File "{file}", line 4, in handler', error["stack"])
                self.assert_result(self.peer.api(file, False), status=204)

    def test_exit_in_a_task_fails_the_call_that_awaits_it_and_nothing_else(self):
        file = self.start_with("""
            import asyncio, sys
            async def leave(): sys.exit(2)
            async def handler(req, context):
                if req.body:
                    await asyncio.create_task(leave())
                return {"status": 204}
        """)
        self.assert_failed(self.peer.api(file, True), "SystemExit", "sys.exit(2) was called")
        self.assert_result(self.peer.api(file, False), status=204)

    def test_exit_or_interrupt_in_a_task_that_nobody_awaits_ends_no_process(self):
        file = self.start_with("""
            import asyncio
            async def leave(how): raise eval(how)
            async def handler(req, context):
                global task
                task = asyncio.create_task(leave(req.body))
                return {"status": 204}
        """)
        for how in ("SystemExit(2)", "KeyboardInterrupt()"):
            with self.subTest(how):
                self.assert_result(self.peer.api(file, how), status=204)
                self.peer.read(PONG, id=self.peer.begin(PING, {}))
                self.assertRegex(self.peer.said(self.peer.process.stderr), r"^(sys.exit\(2\) was called; .*|KeyboardInterrupt\(\))\n")

    def test_exceptions_that_are_hard_to_tell_are_told(self):
        errors = {
            # Python itself makes it one where it leaves a coroutine.
            "StopIteration('s')": "RuntimeError",
            "Odd()": "Odd",
            "ValueError('\\ud800')": "ValueError",
            "ValueError('x' * 300000)": "ValueError",
            "KeyboardInterrupt()": "KeyboardInterrupt",
            "SyntaxError('s', ('file', 1, 1, 5))": "SyntaxError",
        }
        code = "class Odd(Exception):\n    def __str__(self): raise TypeError('odd')\n{} handler(req, context):\n    raise eval(req.body)"
        for kind in ("def", "async def"):
            file = self.start_with(code.format(kind))
            for expression, name in errors.items():
                with self.subTest(f"{kind} {expression}"):
                    self.assert_failed(self.peer.api(file, expression), name, "")

    def test_exception_that_cannot_be_read_fails_its_call(self):
        properties = "class Odd(MotiaError):\n    def __init__(self): pass\n    name = code = property(lambda self: 1 / 0)\n"
        for name, text in (("Untellable", UNTELLABLE), ("Odd", f"from motia import MotiaError\n{properties}")):
            for kind in ("async def", "def"):
                with self.subTest(f"{kind} {name}"):
                    file = self.step(f"{text}\n{kind} handler(req, context):\n    raise {name}()")
                    self.start(file)
                    error = self.assert_failed(self.peer.api(file), "Error", CANNOT_BE_TOLD)
                    self.assertEqual(error["stack"], f"Error: {CANNOT_BE_TOLD}")

    def test_body_that_python_cannot_read_fails_its_call_alone(self):
        file = self.start_with("async def handler(req, context): return {'status': 204}")
        self.assert_failed(self.peer.api(file, b"[" * 100_000 + b"]" * 100_000), "RecursionError", "")
        self.assert_failed(self.peer.api(file, b"1" * 5000), "ValueError", "integer")
        self.assert_result(self.peer.api(file), status=204)
