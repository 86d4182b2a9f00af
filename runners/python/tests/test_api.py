import json

from .case import RunnerCase
from .peer import REQUEST

ECHO = """
    async def handler(req, context):
        return {"status": 200, "body": {**req, "body": req.body}}
"""


class RequestTest(RunnerCase):
    def test_parts_of_a_request(self):
        file = self.start_with(ECHO)
        parts = {
            "method": "PUT",
            "path": "/things/7",
            "pathParams": {"id": "7"},
            "queryParams": {"tag": ["a", "b"], "q": "x"},
            "headers": {"x-many": ["1", "2"], "host": "h"},
        }
        self.assert_result(self.peer.api(file, {"text": "hi"}, **parts), {**parts, "body": {"text": "hi"}, "rawBody": '{"text": "hi"}'})

    def test_every_part_is_reached_by_attribute_too(self):
        file = self.start_with("""
            async def handler(req, context):
                assert req.body.user.name == req["body"]["user"]["name"] == req.get("body").get("user").get("name")
                return {"status": 200, "body": [req.body.user.name, req.pathParams.id, req.queryParams.q, req.headers.host]}
        """)
        answer = self.peer.api(file, {"user": {"name": "Ann"}}, pathParams={"id": "7"}, queryParams={"q": "x"}, headers={"host": "h"})
        self.assert_result(answer, ["Ann", "7", "x", "h"])

    def test_no_body_is_an_empty_dict(self):
        answer = self.peer_answer(None, "none")
        self.assertEqual((answer["body"], answer["rawBody"]), ({}, ""))

    def test_json_that_is_no_object(self):
        for value in ([1, {"a": 2}], "text", 0, None, False):
            with self.subTest(value):
                self.assertEqual(self.peer_answer(json.dumps(value).encode(), "json")["body"], value)

    def test_text(self):
        answer = self.peer_answer("größer".encode(), "text")
        self.assertEqual((answer["body"], answer["rawBody"]), ("größer", "größer"))

    def test_form(self):
        file = self.start_with(ECHO)
        answer = self.peer.form(file, "form", {"fields": {"a": "ü", "b": ["2", "3"]}}, b"a=%C3%BC&b=2&b=3")
        self.assert_result(answer)
        self.assertEqual((answer.json["body"], answer.json["rawBody"]), ({"a": "ü", "b": ["2", "3"]}, "a=%C3%BC&b=2&b=3"))

    def test_multipart_has_fields_and_files(self):
        file = self.start_with("""
            async def handler(req, context):
                first, second = req.files
                assert second["bytes"] == bytes([0, 255])
                found = [req.body.title, req.rawBody, first.name, first.filename, first.contentType, first.bytes.decode()]
                return {"status": 200, "body": found}
        """)
        files = [
            {"name": "a", "filename": "a.txt", "contentType": "text/plain", "length": 5},
            {"name": "b", "filename": "b.bin", "contentType": "application/octet-stream", "length": 2},
        ]
        answer = self.peer.form(file, "multipart", {"fields": {"title": "Ü"}, "files": files}, b"first\x00\xff")
        self.assert_result(answer, ["Ü", "", "a", "a.txt", "text/plain", "first"])

    def test_other_content_is_bytes(self):
        file = self.start_with("""
            async def handler(req, context):
                return {"status": 200, "body": [type(req.body).__name__, list(req.body), req.rawBody]}
        """)
        self.assert_result(self.peer.api(file, b"\x00\xff", "bytes"), ["bytes", [0, 255], ""])

    def peer_answer(self, body, kind, **meta):
        if not hasattr(self, "peer"):
            self.file = self.start_with(ECHO)
        answer = self.peer.api(self.file, body, kind, **meta)
        self.assert_result(answer)
        return answer.json


class ResponseTest(RunnerCase):
    def answer(self, expression, before=""):
        file = self.step(f"{before}\nasync def handler(req, context): return {expression}\n")
        self.start(file)
        self.assertNotIn("error", self.entries[0])
        return self.peer.api(file)

    def assert_refused(self, expression, text, before=""):
        error = self.assert_failed(self.answer(expression, before), "StepError", text)
        self.assertEqual(error["stack"], f"motia.StepError: {error['message']}")

    def test_body_kinds(self):
        cases = [
            ("{'status': 200, 'body': {'a': 1}}", "json", b'{"a":1}'),
            ("{'status': 200, 'body': [1]}", "json", b"[1]"),
            ("{'status': 200, 'body': 0}", "json", b"0"),
            ("{'status': 200, 'body': False}", "json", b"false"),
            ("{'status': 200, 'body': '<p>é</p>'}", "text", "<p>é</p>".encode()),
            ("{'status': 200, 'body': ''}", "text", b""),
            ("{'status': 200, 'body': b'\\x00\\xff'}", "bytes", b"\x00\xff"),
            ("{'status': 200, 'body': bytearray(b'ab')}", "bytes", b"ab"),
            ("{'status': 200, 'body': None}", "json", b"null"),
            ("{'status': 204}", "none", b""),
        ]
        answers = ", ".join(expression for expression, _, _ in cases)
        file = self.start_with(f"ANSWERS = [{answers}]\nasync def handler(req, context): return ANSWERS[req.body]")
        for number, (expression, kind, body) in enumerate(cases):
            with self.subTest(expression):
                answer = self.peer.api(file, number)
                self.assert_result(answer, bodyKind=kind)
                self.assertEqual(answer.body, body)

    def test_status_and_headers(self):
        expression = "{'status': HTTPStatus.CREATED, 'headers': {'X-A': 'b', 'Set-Cookie': ['a=1', 'b=2'], 'X-N': 3, 'X-T': True, 'X-F': False}}"
        answer = self.answer(expression, "from http import HTTPStatus")
        self.assert_result(answer, status=201, headers={"X-A": "b", "Set-Cookie": ["a=1", "b=2"], "X-N": "3", "X-T": "true", "X-F": "false"})

    def test_last_of_header_names_that_differ_in_case_alone_counts(self):
        answer = self.answer("{'status': 200, 'headers': {'X-A': '1', 'x-b': '2', 'x-a': '3'}}")
        self.assert_result(answer, headers={"x-a": "3", "x-b": "2"})

    def test_half_a_surrogate_pair_arrives_as_the_replacement_character(self):
        answer = self.answer("{'status': 200, 'headers': {'x-a': 'b\\ud83d'}, 'body': 'c\\ud83d'}")
        self.assert_result(answer, headers={"x-a": "b\ufffd"})
        self.assertEqual(answer.body.decode(), "c\ufffd")

    def test_model_as_body_and_as_answer(self):
        before = "class Model:\n    def __init__(self, **f): self.f = f\n    def model_dump(self, mode='python'): return self.f\n"
        answer = self.answer("Model(status=200, headers=None, body={'thing': Model(a=1)})", before)
        self.assert_result(answer, {"thing": {"a": 1}}, status=200)

    def test_nothing_is_refused(self):
        self.assert_refused("None", 'the handler returned nothing; an api step returns {"status": …, "headers": {…}, "body": …}')

    def test_tuple_is_refused(self):
        self.assert_refused("({'a': 1}, 200)", "the handler returned a tuple; an api step returns a dict")

    def test_forgotten_await_is_named(self):
        self.assert_refused("other()", "returned a coroutine; an api step returns a dict: ", "async def other(): return {'status': 200}")

    def test_dict_without_status_is_refused_with_its_keys(self):
        self.assert_refused("{'statusCode': 200, 'body': 1}", "without \"status\"; it has 'statusCode', 'body'")

    def test_status_out_of_range_is_refused(self):
        self.assert_refused("{'status': '200'}", "\"status\" is '200'; it must be a number from 200 to 599")

    def test_header_that_splits_the_answer_is_refused(self):
        expression = "{'status': 200, 'headers': {'X-A': 'a\\r\\nSet-Cookie: b'}}"
        self.assert_refused(expression, "the header 'X-A' is 'a\\r\\nSet-Cookie: b'; it must not contain a line break")

    def test_header_that_is_no_string_is_refused(self):
        self.assert_refused("{'status': 200, 'headers': {'X-A': None}}", "the header 'X-A' is None, a NoneType; it must be a string")

    def test_what_json_cannot_say_is_refused_with_its_path(self):
        answer = self.answer("{'status': 200, 'body': {'items': [{'at': date(2026, 1, 1)}]}}", "from datetime import date")
        self.assert_failed(answer, "NotJsonError", "body.items[0].at is a date, which is not JSON; use .isoformat()")

    def test_not_a_number_is_refused(self):
        answer = self.answer("{'status': 200, 'body': {'ratio': float('nan')}}")
        self.assert_failed(answer, "NotJsonError", "body.ratio is nan, which JSON cannot say; use None or a string")

    def test_set_is_refused(self):
        self.assert_failed(self.answer("{'status': 200, 'body': {1}}"), "NotJsonError", "body is a set, which is not JSON; use list(…)")


class MiddlewareTest(RunnerCase):
    def test_order_is_that_of_the_list_around_the_handler(self):
        file = self.start_chain("one, two, three", ORDER)
        self.assert_result(self.peer.api(file), ["one", "two", "three", "handler", "three", "two", "one"])

    def test_sync_and_async_middleware_mix_with_a_sync_handler(self):
        file = self.start_chain("one, blocking, two, blocking, three", ORDER.replace("async def handler", "def handler"))
        way = ["one", "blocking", "two", "blocking", "three"]
        self.assert_result(self.peer.api(file), [*way, "handler", *reversed(way)])

    def test_middleware_changes_the_request(self):
        file = self.start_chain("user", """
async def user(req, context, next_fn):
    req.user = {"id": 7}
    req["body"] = {"text": req.body.text.upper()}
    return await next_fn()
async def handler(req, context): return {"status": 200, "body": [req.user.id, req["user"]["id"], req.body.text]}
""")
        self.assert_result(self.peer.api(file, {"text": "hi"}), [7, 7, "HI"])

    def test_middleware_answers_without_the_handler(self):
        file = self.start_chain("deny", """
async def deny(req, context, next_fn): return {"status": 401, "body": {"error": "Unauthorized"}}
async def handler(req, context): raise AssertionError("called")
""")
        self.assert_result(self.peer.api(file), {"error": "Unauthorized"}, status=401)

    def test_middleware_changes_the_answer(self):
        file = self.start_chain("stamp", """
def stamp(req, context, next_fn):
    answer = next_fn()
    answer["headers"] = {"x-stamp": "1"}
    return answer
async def handler(req, context): return {"status": 200}
""")
        self.assert_result(self.peer.api(file), headers={"x-stamp": "1"})

    def test_middleware_catches_what_the_handler_raises(self):
        for kind in ("async def rescue", "def rescue"):
            with self.subTest(kind):
                file = self.start_chain("rescue", f"""
{kind}(req, context, next_fn):
    try:
        return {'await ' if 'async' in kind else ''}next_fn()
    except LookupError as error:
        return {{"status": 404, "body": {{"error": str(error)}}}}
def handler(req, context): raise LookupError("no such thing")
""")
                self.assert_result(self.peer.api(file), {"error": "no such thing"}, status=404)

    def test_sync_wrapper_of_async_middleware(self):
        file = self.start_chain("wrapped", """
async def inner(req, context, next_fn):
    answer = await next_fn()
    return {**answer, "status": 201}
def wrapped(*arguments): return inner(*arguments)
async def handler(req, context): return {"status": 200}
""")
        self.assert_result(self.peer.api(file), status=201)

    def test_sync_middleware_around_sync_handlers_needs_one_thread(self):
        file = self.start_chain("blocking, one, blocking", ORDER.replace("async def handler", "def handler"), options=("--threads", "1"))
        ids = [self.peer.begin_api(file) for _ in range(20)]
        for id in ids:
            self.assert_result(self.peer.answer(id), ["blocking", "one", "blocking", "handler", "blocking", "one", "blocking"])

    def test_body_is_validated_after_middleware_and_before_the_handler(self):
        file = self.start_chain("trim", """
async def trim(req, context, next_fn):
    req.body.text = req.body.text.strip()
    return await next_fn()
async def handler(req, context): return {"status": 200, "body": {"text": req.body.text}}
""")
        id = self.peer.begin_api(file, {"text": " hi "}, validate=True)
        request = self.peer.read(REQUEST)
        self.assertEqual((request.meta, request.json), ({"call": id, "op": "validate"}, {"text": "hi"}))
        self.peer.reply(request, None)
        self.assert_result(self.peer.answer(id), {"text": "hi"})

    def test_refusal_is_the_answer_that_middleware_sees_instead_of_the_handlers(self):
        file = self.start_chain("stamp", """
async def stamp(req, context, next_fn):
    answer = await next_fn()
    answer.headers["x-stamp"] = "1"
    return answer
async def handler(req, context): raise AssertionError("called")
""")
        id = self.peer.begin_api(file, {"text": 1}, validate=True)
        refusal = {"status": 400, "headers": {}, "body": {"error": "Validation failed", "details": []}}
        self.peer.reply(self.peer.read(REQUEST), refusal)
        self.assert_result(self.peer.answer(id), refusal["body"], status=400, headers={"x-stamp": "1"})

    def test_middleware_that_answers_first_is_not_validated(self):
        file = self.start_chain("deny", """
async def deny(req, context, next_fn): return {"status": 401}
async def handler(req, context): raise AssertionError("called")
""")
        self.assert_result(self.peer.api(file, {"text": 1}, validate=True), status=401)

    def test_bytes_are_validated_as_null(self):
        file = self.start_with("async def handler(req, context): return {'status': 200}")
        id = self.peer.begin_api(file, b"\xff", "bytes", validate=True)
        request = self.peer.read(REQUEST)
        self.assertIsNone(request.json)
        self.peer.reply(request, {"status": 400, "headers": {}, "body": None})
        self.assert_result(self.peer.answer(id), status=400)


ORDER = """
def around(name):
    async def middleware(req, context, next_fn):
        req.setdefault("trail", []).append(name)
        answer = await next_fn()
        answer["body"].append(name)
        return answer
    return middleware
one, two, three = around("one"), around("two"), around("three")
def blocking(req, context, next_fn):
    req.setdefault("trail", []).append("blocking")
    answer = next_fn()
    answer["body"].append("blocking")
    return answer
async def handler(req, context): return {"status": 200, "body": [*req.trail, "handler"]}
"""
