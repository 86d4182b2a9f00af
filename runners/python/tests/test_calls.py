import textwrap

from .case import API, CRON, EVENT, RunnerCase
from .peer import FAILED, LOG, PING, PONG, REQUEST, RESULT, STOP


class CallTest(RunnerCase):
    def test_event_gets_its_data_and_answers_nothing(self):
        file = self.start_with("""
            async def handler(input, context):
                context.logger.info("data", [input, input.a.b if input else 0])
                return {"ignored": 1}
        """, EVENT)
        for data in ({"a": {"b": 1}}, None, 0):
            answer = self.peer.event(file, data)
            self.assert_result(answer)
            self.assertEqual((answer.meta, answer.body), ({}, b""))
            self.assertEqual(self.peer.read(LOG).meta["args"], [data, 1 if data else 0])

    def test_cron_gets_the_context_alone(self):
        file = self.start_with("def handler(context):\n    context.logger.info(context.trace_id)", CRON)
        answer = self.peer.answer(self.peer.begin_call(file, "cron", delivery={"id": "d", "attempt": 1}))
        self.assert_result(answer)
        self.assertEqual(self.peer.read(LOG).meta["message"], "trace-1")

    def test_access_rules_get_subscription_and_auth(self):
        rule = "def rule(subscription, auth): return auth and auth.user == subscription['groupId']\nconfig = {'canAccess': rule}"
        files = [self.write("steps/sync_stream.py", rule), self.write("steps/async_stream.py", f"async {rule}")]
        self.start(*files)
        for file in files:
            for auth, allowed in ((b'{"user": "g"}', b"true"), (b'{"user": "h"}', b"false"), (b"null", b"false")):
                answer = self.peer.answer(self.peer.begin_call(file, "access", auth, subscription={"groupId": "g"}))
                self.assert_result(answer)
                self.assertEqual(answer.body, allowed)

    def test_access_rule_that_raises_fails(self):
        rule = "def rule(subscription, auth): raise PermissionError('no')\nconfig = {'name': 'chat', 'canAccess': rule}"
        file = self.write("steps/chat_stream.py", rule)
        self.start(file)
        answer = self.peer.answer(self.peer.begin_call(file, "access", b"null", subscription={"groupId": "g"}))
        self.assert_failed(answer, "PermissionError", "no")

    def test_what_a_file_lacks_is_named(self):
        file = self.write("steps/thing_step.py", "config = {}")
        self.start(file)
        self.assert_failed(self.peer.event(file), "StepError", "has no function `handler`")
        self.assert_failed(self.peer.answer(self.peer.begin_call(file, "access", b"null")), "StepError", "has no function `canAccess`")
        self.assert_failed(self.peer.answer(self.peer.begin_call(file, "authenticate")), "StepError", "no calls of the kind 'authenticate'")

    def test_callables_of_every_form(self):
        functions = """
            import functools
            def function(req, context): return {"status": 200}
            async def coroutine(req, context): return {"status": 200}
            def wrapper(*arguments): return coroutine(*arguments)
            class AsyncObject:
                async def __call__(self, req, context): return {"status": 200}
        """
        functions = textwrap.dedent(functions)
        forms = ("function", "coroutine", "wrapper", "AsyncObject()", "functools.partial(coroutine)", "lambda *arguments: function(*arguments)")
        files = [self.step(f"{functions}\nhandler = {form}", API, f"steps/{index}_step.py") for index, form in enumerate(forms)]
        self.start(*files)
        for form, file in zip(forms, files):
            with self.subTest(form):
                self.assert_result(self.peer.api(file), status=200)

    def test_many_calls_run_at_a_time(self):
        handlers = (
            "async def handler(req, context): return {'status': 200, 'body': [await context.state.get('g', req.body)]}",
            "def handler(req, context): return {'status': 200, 'body': [context.state.get('g', req.body).result()]}",
        )
        for handler in handlers:
            with self.subTest(handler):
                file = self.start_with(handler)
                ids = [self.peer.begin_api(file, n) for n in range(20)]
                requests = [self.peer.read(REQUEST) for _ in ids]
                for request in reversed(requests):
                    self.peer.reply(request, request.meta["key"])
                self.assertEqual([self.peer.answer(id).json for id in ids], [[str(n)] for n in range(20)])

    def test_sync_handlers_do_not_stop_the_loop(self):
        file = self.start_with("def handler(req, context): return {'status': 200, 'body': [context.state.get('g', 'k').result()]}")
        ids = [self.peer.begin_api(file) for _ in range(72)]
        requests = [self.peer.read(REQUEST) for _ in range(64)]
        ping = self.peer.begin(PING, {})
        self.peer.read(PONG, id=ping)
        for request in requests:
            self.peer.reply(request, 1)
        for _ in range(8):
            self.peer.reply(self.peer.read(REQUEST), 1)
        for id in ids:
            self.assert_result(self.peer.answer(id), [1])

    def test_threads_are_started_when_they_are_needed(self):
        code = "import threading\ndef handler(req, context): return {'status': 200, 'body': threading.active_count()}"
        file = self.start_with(code, options=("--threads", "1000"))
        for _ in range(5):
            # The loop's, the watch's, and one of the thousand.
            self.assert_result(self.peer.api(file), 3)

    def test_context_variables_pass_from_middleware_to_a_sync_handler(self):
        file = self.start_chain("login", """
            import contextvars
            user = contextvars.ContextVar("user", default="nobody")
            async def login(req, context, next_fn):
                user.set(req.body.user)
                return await next_fn()
            def handler(req, context): return {"status": 200, "body": [user.get()]}
        """)
        for name in ("ann", "bob"):
            self.assert_result(self.peer.api(file, {"user": name}), [name])


class EndTest(RunnerCase):
    """A call ends when its handler has returned and its requests were answered."""

    def test_answer_waits_for_requests_that_the_handler_did_not_await(self):
        for kind in ("async def", "def"):
            with self.subTest(kind):
                file = self.start_with(f"""
                    {kind} handler(req, context):
                        context.emit({{"topic": "a"}})
                        context.emit({{"topic": "b"}})
                        return {{"status": 200}}
                """)
                id = self.peer.begin_api(file)
                first, second = self.peer.read(REQUEST), self.peer.read(REQUEST)
                self.peer.reply(first)
                ping = self.peer.begin(PING, {})
                self.assertEqual(self.peer.read(PONG, RESULT).kind, PONG)
                self.peer.reply(second)
                self.assert_result(self.peer.answer(id))

    def test_failure_waits_too(self):
        file = self.start_with("async def handler(req, context):\n    context.emit({'topic': 'a'})\n    raise ValueError('x')")
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.begin(PING, {})
        self.assertEqual(self.peer.read(PONG, FAILED).kind, PONG)
        self.peer.reply(request)
        self.assert_failed(self.peer.answer(id), "ValueError", "x")

    def test_request_that_fails_unawaited_is_an_error_of_the_step(self):
        file = self.start_with("async def handler(req, context):\n    context.emit({'topic': 'a'})\n    return {'status': 200}")
        id = self.peer.begin_api(file)
        self.peer.refuse(self.peer.read(REQUEST), "Overloaded", "Overloaded", "too much")
        self.assert_result(self.peer.answer(id))
        log = self.peer.read(LOG)
        self.assertEqual((log.id, log.meta["level"], log.meta["message"]), (id, "error", "emit failed, and nobody awaited it: too much"))
        self.peer.send(STOP, 0, {})
        self.assertEqual(self.peer.process.stderr.read(), "")

    def test_request_that_fails_awaited_is_not_logged(self):
        file = self.start_with("""
            async def handler(req, context):
                try:
                    await context.emit({"topic": "a"})
                except Exception:
                    pass
                return {"status": 200}
        """)
        id = self.peer.begin_api(file)
        self.peer.refuse(self.peer.read(REQUEST), "Overloaded", "Overloaded", "too much")
        self.assert_result(self.peer.answer(id))
        self.assertFalse(self.peer.waiting)

    def test_request_after_the_end_is_an_error_of_the_step_and_is_not_sent(self):
        file = self.start_with("""
            import asyncio
            go = asyncio.Event()
            async def late(context):
                await go.wait()
                context.emit({"topic": "late"})
            async def handler(req, context):
                global task
                if req.body:
                    go.set()
                else:
                    task = asyncio.create_task(late(context))
                return {"status": 200}
        """)
        self.assert_result(self.peer.api(file, 0))
        self.assert_result(self.peer.api(file, 1))
        log = self.peer.read(LOG)
        self.assertEqual((log.id, log.meta["level"]), (0, "error"))
        self.assertEqual((log.meta["args"]["file"], log.meta["args"]["traceId"]), (str(file), "trace-1"))
        self.assertIn("emit after the call has ended", log.meta["message"])
        self.assertFalse(self.peer.waiting)

    def test_task_that_raises_unawaited_is_an_error_of_the_step(self):
        file = self.start_with("""
            import asyncio
            async def background(): raise ValueError("in the background")
            async def handler(req, context):
                asyncio.create_task(background())
                await context.state.get("g", "k")
                return {"status": 200}
        """)
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        log = self.peer.read(LOG)
        self.peer.reply(request)
        self.assertEqual((log.id, log.meta["level"]), (id, "error"))
        self.assertIn("ValueError: in the background", log.meta["message"])
        self.assertIn("in background", log.meta["args"]["stack"])
        self.assert_result(self.peer.answer(id))
