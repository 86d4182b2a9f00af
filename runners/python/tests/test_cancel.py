import json
import struct

from .case import RunnerCase
from .peer import CALL, CANCEL, FAILED, LOG, PING, PONG, REQUEST, STOP


class CancelTest(RunnerCase):
    def test_async_handler_is_cancelled(self):
        for meta in ({"reason": "timeout"}, {"reason": "gone"}, {}):
            with self.subTest(meta):
                self.assert_cancelled(meta)

    def assert_cancelled(self, meta):
        file = self.start_with("""
            import asyncio
            async def handler(req, context):
                try:
                    await context.state.get("g", "k")
                    await asyncio.Event().wait()
                finally:
                    context.logger.info("cleaned up", context.is_cancelled)
        """)
        id = self.peer.begin_api(file)
        self.peer.reply(self.peer.read(REQUEST))
        self.peer.send(CANCEL, id, meta)
        self.assert_failed(self.peer.answer(id), "CancelledError", "the call was cancelled")
        self.assertEqual(self.peer.read(LOG).meta["args"], True)

    def test_handler_of_a_silo_that_stops_may_finish(self):
        for kind, wait in (("async def", "await {}"), ("def", "{}.result()")):
            with self.subTest(kind):
                ask = wait.format('context.state.get("g", "k")')
                file = self.start_with(f"{kind} handler(req, context):\n    {ask}\n    return {{'status': 200, 'body': [context.is_cancelled]}}")
                id = self.peer.begin_api(file)
                request = self.peer.read(REQUEST)
                self.peer.send(CANCEL, id, {"reason": "stopping"})
                self.peer.reply(request)
                self.assert_result(self.peer.answer(id), [True])

    def test_timeout_cancels_a_handler_that_the_stop_did_not(self):
        file = self.start_with("async def handler(req, context):\n    await context.state.get('g', 'k')\n    return {'status': 200}")
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.send(CANCEL, id, {"reason": "stopping"})
        self.peer.send(CANCEL, id, {"reason": "timeout"})
        self.peer.reply(request)
        self.assert_failed(self.peer.answer(id), "CancelledError", "the call was cancelled")

    def test_async_handler_may_answer_nevertheless(self):
        file = self.start_with("""
            import asyncio
            async def handler(req, context):
                try:
                    await context.state.get("g", "k")
                except asyncio.CancelledError:
                    return {"status": 503}
        """)
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.send(CANCEL, id, {})
        self.peer.reply(request)
        self.assert_result(self.peer.answer(id), status=503)

    def test_answer_of_a_cancelled_call_waits_for_its_requests(self):
        file = self.start_with("async def handler(req, context):\n    await context.state.get('g', 'k')")
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.send(CANCEL, id, {})
        self.peer.begin(PING, {})
        self.assertEqual(self.peer.read(PONG, FAILED).kind, PONG)
        self.peer.reply(request)
        self.assert_failed(self.peer.answer(id), "CancelledError", "")

    def test_sync_handler_sees_it(self):
        file = self.start_with("""
            def handler(req, context):
                before = context.is_cancelled
                context.state.get("g", "k").result()
                return {"status": 200, "body": [before, context.is_cancelled]}
        """)
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.peer.send(CANCEL, id, {})
        self.peer.reply(request)
        self.assert_result(self.peer.answer(id), [False, True])

    def test_sync_handler_that_has_not_begun_never_does(self):
        code = "def handler(req, context):\n    context.state.get('g', req.body).result()\n    return {'status': 200}"
        file = self.start_with(code, options=("--threads", "1"))
        first, second = self.peer.begin_api(file, "first"), self.peer.begin_api(file, "second")
        request = self.peer.read(REQUEST)
        self.peer.send(CANCEL, second, {})
        self.assert_failed(self.peer.answer(second), "CancelledError", "")
        self.peer.reply(request)
        self.assert_result(self.peer.answer(first))
        self.assertFalse(self.peer.waiting)

    def test_async_handler_behind_sync_middleware_is_cancelled(self):
        file = self.start_chain("outer", """
            import asyncio
            def outer(req, context, next_fn): return next_fn()
            async def handler(req, context):
                try:
                    await context.state.get("g", "k")
                    await asyncio.Event().wait()
                finally:
                    context.logger.info("cleaned up")
        """)
        id = self.peer.begin_api(file)
        self.peer.reply(self.peer.read(REQUEST))
        self.peer.send(CANCEL, id, {})
        self.assert_failed(self.peer.answer(id), "CancelledError", "the call was cancelled")
        self.peer.read(LOG)

    def test_handler_behind_sync_middleware_that_ran_at_the_cancel_does_not_begin(self):
        for kind in ("async def", "def"):
            with self.subTest(kind):
                code = f"""
                    def outer(req, context, next_fn):
                        context.state.get("g", "k").result()
                        return next_fn()
                    {kind} handler(req, context):
                        context.logger.info("ran")
                        return {{"status": 200}}
                """
                file = self.start_chain("outer", code)
                id = self.peer.begin_api(file)
                request = self.peer.read(REQUEST)
                self.peer.send(CANCEL, id, {})
                self.peer.reply(request)
                self.assert_failed(self.peer.answer(id), "CancelledError", "the call was cancelled")
                self.assertFalse(self.peer.waiting)

    def test_sync_handler_that_middleware_gives_up_ends_in_silence(self):
        file = self.start_chain("hurry", """
            import asyncio
            async def hurry(req, context, next_fn):
                following = asyncio.ensure_future(next_fn())
                await context.state.get("g", "middleware")
                following.cancel()
                return {"status": 504}
            def handler(req, context):
                context.state.get("g", "handler").result()
        """)
        id = self.peer.begin_api(file)
        requests = {request.meta["key"]: request for request in (self.peer.read(REQUEST), self.peer.read(REQUEST))}
        self.peer.reply(requests["middleware"])
        self.peer.read(PONG, id=self.peer.begin(PING, {}))
        self.peer.reply(requests["handler"])
        self.assert_result(self.peer.answer(id), status=504)
        self.peer.send(STOP, 0, {})
        self.assertEqual(self.peer.process.stderr.read(), "")

    def test_call_that_is_cancelled_before_it_begins_is_answered(self):
        self.call_and_cancel(b"{}")
        self.assert_failed(self.peer.answer(77), "CancelledError", "the call was cancelled")
        self.assertFalse(self.peer.waiting)

    def test_call_of_a_silo_that_stops_before_it_begins_runs(self):
        self.call_and_cancel(b'{"reason":"stopping"}')
        self.assert_result(self.peer.answer(77), status=200)

    def call_and_cancel(self, cancel):
        file = self.start_with("async def handler(req, context):\n    context.logger.info('ran')\n    return {'status': 200}")
        text = json.dumps({"file": str(file), "kind": "api", "bodyKind": "none", "traceId": "t"}).encode()
        frames = ((CALL, text), (CANCEL, cancel))
        self.peer.socket.sendall(b"".join(struct.pack(">IBII", 9 + len(meta), kind, 77, len(meta)) + meta for kind, meta in frames))

    def test_cancel_of_a_call_that_has_ended_does_nothing(self):
        file = self.start_with("async def handler(req, context): return {'status': 200}")
        id = self.peer.begin_api(file)
        self.assert_result(self.peer.answer(id))
        self.peer.send(CANCEL, id, {})
        self.assert_result(self.peer.api(file))
