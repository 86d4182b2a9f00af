import sys
import unittest

from .case import API, CRON, EVENT, RunnerCase
from .peer import CREDIT, LOG, REQUEST


class ContextTest(RunnerCase):
    def requests_of(self, *expressions):
        """Runs each expression in a handler; the requests that come, each answered with its number."""
        lines = "".join(f"    found.append(await {expression})\n" for expression in expressions)
        code = f"async def handler(input, context):\n    found = []\n{lines}    context.logger.info('found', found)\n"
        file = self.start_with(code, EVENT)
        id = self.peer.begin_call(file, "event", b"null")
        found = []
        for number in range(len(expressions)):
            request = self.peer.read(REQUEST)
            self.assertEqual(request.meta.pop("call"), id)
            found.append((request.meta, request.json if request.body else None))
            self.peer.reply(request, number)
        self.assert_result(self.peer.answer(id))
        self.assertEqual(self.peer.read(LOG).meta["args"], list(range(len(expressions))))
        return found

    def test_emit_of_one_and_of_many(self):
        found = self.requests_of(
            'context.emit({"topic": "a", "data": {"n": 1}})',
            'context.emit([{"topic": "a", "data": None, "messageGroupId": "g"}, {"topic": "b", "messageGroupId": 7}])',
        )
        self.assertEqual(found, [
            ({"op": "emit"}, [{"topic": "a", "data": {"n": 1}}]),
            ({"op": "emit"}, [{"topic": "a", "data": None, "messageGroupId": "g"}, {"topic": "b", "data": None, "messageGroupId": "7"}]),
        ])

    def test_state(self):
        found = self.requests_of(
            "context.state.get('g', 'k')",
            "context.state.set('g', 'k', {'a': None})",
            "context.state.delete('g', 1)",
            "context.state.update('g', 'k', [{'type': 'increment', 'path': 'n', 'by': 1}])",
            "context.state.get_group('g')",
            "context.state.getGroup('g')",
            "context.state.clear('g')",
        )
        self.assertEqual(found, [
            ({"op": "state.get", "group": "g", "key": "k"}, None),
            ({"op": "state.set", "group": "g", "key": "k"}, {"a": None}),
            ({"op": "state.delete", "group": "g", "key": "1"}, None),
            ({"op": "state.update", "group": "g", "key": "k"}, [{"type": "increment", "path": "n", "by": 1}]),
            ({"op": "state.getGroup", "group": "g"}, None),
            ({"op": "state.getGroup", "group": "g"}, None),
            ({"op": "state.clear", "group": "g"}, None),
        ])

    def test_none_is_a_value_to_set(self):
        file = self.start_with("async def handler(input, context): await context.state.set('g', 'k', None)", EVENT)
        self.peer.begin_call(file, "event", b"null")
        self.assertEqual(self.peer.read(REQUEST).body, b"null")

    def test_streams(self):
        found = self.requests_of(
            "context.streams.chat.get('g', 'i')",
            "context.streams['chat-2'].set('g', 'i', {'a': 1})",
            "context.streams.chat.delete('g', 'i')",
            "context.streams.chat.update('g', 'i', [])",
            "context.streams.chat.get_group('g')",
            "context.streams.chat.getGroup('g')",
            "context.streams.chat.send({'groupId': 'g'}, {'type': 't', 'data': 1})",
            "context.streams.chat.send({'groupId': 'g', 'id': 'i'}, {'type': 't', 'data': 1})",
        )
        self.assertEqual(found, [
            ({"op": "stream.get", "stream": "chat", "group": "g", "id": "i"}, None),
            ({"op": "stream.set", "stream": "chat-2", "group": "g", "id": "i"}, {"a": 1}),
            ({"op": "stream.delete", "stream": "chat", "group": "g", "id": "i"}, None),
            ({"op": "stream.update", "stream": "chat", "group": "g", "id": "i"}, []),
            ({"op": "stream.getGroup", "stream": "chat", "group": "g"}, None),
            ({"op": "stream.getGroup", "stream": "chat", "group": "g"}, None),
            ({"op": "stream.send", "stream": "chat", "group": "g"}, {"type": "t", "data": 1}),
            ({"op": "stream.send", "stream": "chat", "group": "g", "id": "i"}, {"type": "t", "data": 1}),
        ])

    def test_answers_and_event_data_have_attributes(self):
        file = self.start_with("""
            async def handler(input, context):
                user = await context.state.get("g", input.key)
                context.logger.info(user.name, [item.id for item in await context.streams.chat.get_group("g")])
        """, EVENT)
        id = self.peer.begin_call(file, "event", b'{"key": "k"}')
        self.peer.reply(self.peer.read(REQUEST), {"name": "Ann"})
        self.peer.reply(self.peer.read(REQUEST), [{"id": 1}, {"id": 2}])
        self.assert_result(self.peer.answer(id))
        self.assertEqual(self.peer.read(LOG).meta, {"level": "info", "message": "Ann", "args": [1, 2]})

    def test_trace_flows_and_delivery(self):
        code = """
            async def handler({}context):
                attempt = context.delivery and context.delivery.attempt
                context.logger.info("known", [context.trace_id, context.traceId, context.flows, attempt])
                return {{"status": 200}}
        """
        event = self.step(code.format("input, "), EVENT, "steps/event_step.py")
        api = self.step(code.format("req, "), API, "steps/api_step.py")
        cron = self.step(code.format(""), CRON, "steps/cron_step.py")
        self.start(event, api, cron)
        self.assert_result(self.peer.event(event, 1))
        self.assertEqual(self.peer.read(LOG).meta["args"], ["trace-1", "trace-1", ["shop"], 1])
        self.assert_result(self.peer.api(api))
        self.assertEqual(self.peer.read(LOG).meta["args"], ["trace-1", "trace-1", ["shop"], None])
        self.assert_result(self.peer.answer(self.peer.begin_call(cron, "cron", delivery={"id": "d", "attempt": 3})))
        self.assertEqual(self.peer.read(LOG).meta["args"], ["trace-1", "trace-1", [], 3])

    def test_refusal_is_raised_where_the_handler_waits(self):
        file = self.start_with("""
            from motia import MotiaError
            async def handler(req, context):
                try:
                    await context.emit({"topic": "a"})
                except MotiaError as error:
                    return {"status": 200, "body": [error.name, error.code, str(error)]}
        """)
        id = self.peer.begin_api(file)
        self.peer.refuse(self.peer.read(REQUEST), "UndeclaredTopic", "E7", "no topic a")
        self.assert_result(self.peer.answer(id), ["UndeclaredTopic", "E7", "no topic a"])

    def test_refusal_that_leaves_the_handler_keeps_its_name_and_code(self):
        file = self.start_with("async def handler(req, context):\n    await context.emit({'topic': 'a'})")
        id = self.peer.begin_api(file)
        self.peer.refuse(self.peer.read(REQUEST), "Overloaded", "Overloaded", "try later")
        error = self.assert_failed(self.peer.answer(id), "Overloaded", "try later")
        self.assertEqual(error["code"], "Overloaded")
        self.assertRegex(error["stack"], r'thing_step.py", line 3, in handler\n.*\n(.*\^\n)?motia.MotiaError: try later$')

    def test_code_of_a_refusal_arrives_as_text(self):
        file = self.start_with("async def handler(req, context):\n    await context.emit({'topic': 'a'})")
        id = self.peer.begin_api(file)
        self.peer.refuse(self.peer.read(REQUEST), "Error", 5, "no")
        self.assertEqual(self.assert_failed(self.peer.answer(id), "Error", "no")["code"], "5")

    def test_code_that_is_not_of_the_silo_is_not_told_as_one(self):
        file = self.start_with("from motia import MotiaError\nasync def handler(req, context):\n    raise MotiaError(req.body, req.body, 'no room')")
        for name, told in (("Overloaded", "Overloaded"), (5, "5"), ([[1]], "[[1]]")):
            with self.subTest(name):
                self.assertNotIn("code", self.assert_failed(self.peer.api(file, name), told, "no room"))

    @unittest.skipIf(sys.version_info < (3, 11), "Python 3.10 has no exception groups")
    def test_refusals_that_leave_in_a_group_keep_their_code(self):
        file = self.start_with("""
            import asyncio
            async def handler(req, context):
                async def emit(): await context.emit({"topic": "a"})
                async with asyncio.TaskGroup() as group:
                    for _ in range(2): group.create_task(emit())
        """)
        id = self.peer.begin_api(file)
        requests = [self.peer.read(REQUEST) for _ in range(2)]
        for request in requests:
            self.peer.refuse(request, "Overloaded", "Overloaded", "try later")
        error = self.assert_failed(self.peer.answer(id), "ExceptionGroup", "unhandled errors")
        self.assertEqual(error["code"], "Overloaded")
        self.assertIn("try later", error["stack"])

    def test_wrong_use_is_raised_at_once_and_says_what_is_allowed(self):
        calls = {
            "emit('topic')": ("TypeError", 'the event is a str; it must be {"topic": …, "data": …}'),
            "emit([{'type': 'a'}])": ("ValueError", "event 0 has no \"topic\", a string; it has 'type'"),
            "emit({'topic': 'a', 'data': {'ids': {1}}})": ("NotJsonError", "events[0].data.ids is a set"),
            "state.get(None, 'k')": ("TypeError", "group is None, a NoneType; it must be a string"),
            "state.set('g', 'k', object())": ("NotJsonError", "value is a object"),
            "state.set('g', '\\ud800', 1)": ("ValueError", "key is '\\ud800', which has half a surrogate pair"),
            "streams[['a']].get('g', 'i')": ("TypeError", "stream is ['a'], a list; it must be a string"),
            "streams.chat.send('g', {})": ("TypeError", "channel is 'g'; it must be"),
        }
        file = self.start_with("async def handler(req, context):\n    eval('context.' + req.body)", EVENT)
        for call, (name, text) in calls.items():
            with self.subTest(call):
                self.assert_failed(self.peer.api(file, call), name, text)

    def test_forgotten_await_of_an_answer_is_named(self):
        file = self.start_with("async def handler(req, context): return {'status': 200, 'body': {'value': context.state.get('g', 'k')}}")
        id = self.peer.begin_api(file)
        self.peer.reply(self.peer.read(REQUEST), 1)
        self.assert_failed(self.peer.answer(id), "NotJsonError", "body.value is a Pending, which is not JSON; is an `await` missing")


class PendingTest(RunnerCase):
    def test_request_begins_before_anyone_awaits(self):
        file = self.start_with("""
            async def handler(req, context):
                first, second = context.state.get("g", "a"), context.state.get("g", "b")
                return {"status": 200, "body": [await second, await first, await first]}
        """)
        id = self.peer.begin_api(file)
        first, second = self.peer.read(REQUEST), self.peer.read(REQUEST)
        self.peer.reply(second, "b")
        self.peer.reply(first, "a")
        self.assert_result(self.peer.answer(id), ["b", "a", "a"])

    def test_many_are_gathered(self):
        file = self.start_with("""
            import asyncio
            async def handler(req, context):
                return {"status": 200, "body": await asyncio.gather(*(context.state.get("g", key) for key in "abc"))}
        """)
        id = self.peer.begin_api(file)
        for _ in range(3):
            request = self.peer.read(REQUEST)
            self.peer.reply(request, request.meta["key"])
        self.assert_result(self.peer.answer(id), ["a", "b", "c"])

    def test_what_is_asked_for_after_a_request_in_chunks_arrives_after_it(self):
        for kind in ("async def", "def"):
            with self.subTest(kind):
                file = self.start_with(f'''
                    {kind} handler(req, context):
                        large = "x" * 500_000
                        context.state.set("g", "k", large)
                        context.state.set("g", "k", "small")
                        context.emit({{"topic": "t", "data": large}})
                        context.state.delete("g", "k")
                        context.state.get("g", "k")
                        return {{"status": 200}}
                ''')
                id = self.peer.begin_api(file)
                requests = [self.peer.read(REQUEST) for _ in range(5)]
                self.assertEqual([request.meta["op"] for request in requests], ["state.set", "state.set", "emit", "state.delete", "state.get"])
                self.assertEqual([len(request.body) > 65536 for request in requests], [True, False, True, False, False])
                for request in requests:
                    self.peer.reply(request)
                self.assert_result(self.peer.answer(id))

    def test_requests_of_other_calls_pass_one_in_chunks(self):
        file = self.start_with("async def handler(input, context):\n    await context.state.set('g', 'k', 'x' * input)", EVENT)
        large = self.peer.begin_call(file, "event", b"30000000")
        self.peer.read_first_chunk()
        small = self.peer.begin_call(file, "event", b"1")
        requests = [self.peer.read(REQUEST) for _ in range(2)]
        self.assertEqual([request.meta["call"] for request in requests], [small, large])
        for request in requests:
            self.peer.reply(request)

    def test_sync_handler_takes_results(self):
        file = self.start_with("""
            from motia import MotiaError
            def handler(req, context):
                value = context.state.get("g", "k").result()
                try:
                    context.state.clear("g").result(timeout=30)
                except MotiaError as error:
                    return {"status": 200, "body": [value, error.name]}
        """)
        id = self.peer.begin_api(file)
        self.peer.reply(self.peer.read(REQUEST), 5)
        self.peer.refuse(self.peer.read(REQUEST), "Refused", None, "no")
        self.assert_result(self.peer.answer(id), [5, "Refused"])

    def test_result_that_does_not_come_in_time_is_a_timeout(self):
        file = self.start_with("""
            def handler(req, context):
                pending = context.state.get("g", "k")
                try:
                    pending.result(timeout=0)
                except TimeoutError:
                    context.logger.info("late")
                return {"status": 200, "body": [pending.result()]}
        """)
        id = self.peer.begin_api(file)
        self.peer.read(LOG)
        self.peer.reply(self.peer.read(REQUEST), 1)
        self.assert_result(self.peer.answer(id), [1])

    def test_result_in_an_async_handler_is_refused_instead_of_stopping_the_loop(self):
        file = self.start_with("async def handler(req, context):\n    context.state.get('g', 'k').result()")
        id = self.peer.begin_api(file)
        self.peer.reply(self.peer.read(REQUEST))
        self.assert_failed(self.peer.answer(id), "RuntimeError", "would stop all others; use await")

    def test_sync_handler_with_a_loop_of_its_own_awaits(self):
        file = self.start_with("""
            import asyncio
            def handler(req, context):
                async def main():
                    return await asyncio.gather(context.state.get("g", "a"), context.state.get("g", "b"))
                return {"status": 200, "body": asyncio.run(main())}
        """)
        id = self.peer.begin_api(file)
        for _ in range(2):
            request = self.peer.read(REQUEST)
            self.peer.reply(request, request.meta["key"])
        self.assert_result(self.peer.answer(id), ["a", "b"])

    def test_waiting_that_is_given_up_does_not_undo_the_request(self):
        file = self.start_with("""
            import asyncio
            async def handler(req, context):
                pending = context.state.get("g", "k")
                waiting = asyncio.ensure_future(pending)
                await asyncio.sleep(0)
                waiting.cancel()
                try:
                    await waiting
                except asyncio.CancelledError:
                    context.logger.info("given up")
                return {"status": 200, "body": [await pending]}
        """)
        id = self.peer.begin_api(file)
        self.peer.read(LOG)
        self.peer.reply(self.peer.read(REQUEST), 1)
        self.assert_result(self.peer.answer(id), [1])


class LoggerTest(RunnerCase):
    def logged(self, *lines):
        file = self.start_with("async def handler(input, context):\n" + "".join(f"    {line}\n" for line in lines), EVENT)
        id = self.peer.begin_call(file, "event", b"null")
        self.assert_result(self.peer.answer(id))
        found = [message for message in self.peer.waiting if message.kind == LOG]
        self.assertEqual({message.id for message in found}, {id})
        return [message.meta for message in found]

    def test_levels(self):
        methods = ("debug", "info", "warn", "warning", "error")
        found = self.logged(*(f"context.logger.{method}('m', {{'a': 1}})" for method in methods))
        self.assertEqual([line["level"] for line in found], ["debug", "info", "warn", "warn", "error"])
        self.assertEqual([(line["message"], line["args"]) for line in found], [("m", {"a": 1})] * 5)

    def test_message_alone_and_messages_that_are_no_strings(self):
        found = self.logged("context.logger.info('m')", "context.logger.info({'a': 1})")
        self.assertEqual(found, [{"level": "info", "message": "m"}, {"level": "info", "message": "{'a': 1}"}])

    def test_nothing_that_is_logged_fails_the_handler(self):
        found = self.logged(
            "class Odd:",
            "    def __repr__(self): raise ValueError('odd')",
            "circle = []; circle.append(circle)",
            "for args in ({'s': {1}}, {'e': ValueError('x')}, float('nan'), circle, Odd(), b'x', {(1, 2): 3}):",
            "    context.logger.info('m', args)",
            "context.logger.info(Odd())",
        )
        odd = "<its __repr__ raised ValueError>"
        expected = [{"s": "{1}"}, {"e": "ValueError('x')"}, "nan", "[[...]]", odd, "b'x'", "{(1, 2): 3}", None]
        self.assertEqual([line.get("args") for line in found], expected)
        self.assertEqual(found[-1]["message"], odd)

    def test_half_a_surrogate_pair_arrives_as_the_replacement_character(self):
        found = self.logged("context.logger.info('cut \\ud83d', {'name \\ude00': 'value \\ud83d', 'whole': '\\U0001f600'})")
        self.assertEqual((found[0]["message"], found[0]["args"]), ("cut \ufffd", {"name \ufffd": "value \ufffd", "whole": "\U0001f600"}))

    def test_args_have_at_most_32_levels(self):
        found = self.logged(
            "for levels in (32, 33, 100):",
            "    args = 'bottom'",
            "    for n in range(levels): args = [args] if n % 2 else {'a': args}",
            "    context.logger.info('deep', args)",
        )

        def levels(value):
            count = 0
            while not isinstance(value, str):
                count, value = count + 1, value[0] if isinstance(value, list) else value["a"]
            return count, value

        note = "[deeper than 32 levels]"
        self.assertEqual([levels(line["args"]) for line in found], [(32, "bottom"), (32, note), (32, note)])

    def test_args_that_are_too_deep_for_json_are_logged_nevertheless(self):
        found = self.logged("for levels in range(100, 2000, 50):", "    context.logger.info('deep', eval('[' * 90 + ']' * 90))", "    args = []",
                            "    for _ in range(levels): args = [args]", "    context.logger.info('deeper', args)")
        self.assertEqual([line["message"] for line in found], ["deep", "deeper"] * 38)

    def test_long_lines_are_cut_and_say_how_long_they_were(self):
        found = self.logged("context.logger.info('x' * 200_000, {'y': 'y' * 300_000})")
        self.assertEqual(found[0]["message"], "x" * 65536 + "… (200000 characters)")
        self.assertRegex(found[0]["args"], r"^\{\"y\":\"y+… \(300008 characters\)$")

    def test_lines_without_credit_are_dropped_and_counted(self):
        file = self.start_with("async def handler(input, context):\n    for n in range(input): context.logger.info(str(n))", EVENT)
        self.assert_result(self.peer.event(file, 1500))
        self.assertEqual([message.meta["message"] for message in self.peer.waiting], [str(n) for n in range(1000)])
        self.peer.waiting.clear()
        self.peer.send(CREDIT, 0, {"logs": 3})
        warning = self.peer.read(LOG)
        self.assertEqual((warning.id, warning.meta["level"], warning.meta["args"]), (0, "warn", {"dropped": 500}))
        self.assert_result(self.peer.event(file, 3))
        self.assertEqual([message.meta["message"] for message in self.peer.waiting], ["0", "1"])
        self.peer.waiting.clear()
        self.peer.send(CREDIT, 0, {"logs": 3})
        self.assertEqual(self.peer.read(LOG).meta["args"], {"dropped": 1})

    def test_threads_log_too(self):
        file = self.start_with("def handler(input, context):\n    context.logger.info('from a thread')", EVENT)
        id = self.peer.begin_call(file, "event", b"null")
        self.assertEqual((self.peer.read(LOG).id, self.peer.answer(id).kind), (id, 0x13))
