import json
import struct

from .case import EVENT, RunnerCase
from .peer import CALL, CHUNK, CHUNK_SIZE, LAST_CHUNK, PING, PONG, REPLY, REQUEST

MAX_BODY = 64 * 1024 * 1024
ECHO = "async def handler(req, context): return {'status': 200, 'body': req.body}"


class FrameTest(RunnerCase):
    def test_bodies_of_every_size_pass_both_ways(self):
        file = self.start_with(ECHO)
        for size in (0, 1, CHUNK_SIZE - 1, CHUNK_SIZE, CHUNK_SIZE + 1, 2 * CHUNK_SIZE, 5_000_001):
            with self.subTest(size):
                body = bytes(range(256)) * (size // 256 + 1)
                self.assertEqual(self.peer.api(file, body[:size], "bytes").body, body[:size])

    def test_frames_may_come_in_any_pieces(self):
        file = self.start_with(ECHO)
        sent = bytearray()
        self.peer.socket, socket = Recorder(sent), self.peer.socket
        ids = [self.peer.begin_api(file, {"n": n}) for n in range(5)]
        self.peer.socket = socket
        for start in range(0, len(sent), 7):
            socket.sendall(sent[start : start + 7])
        self.assertEqual([self.peer.answer(id).json for id in ids], [{"n": n} for n in range(5)])

    def test_chunks_of_several_bodies_and_other_frames_may_mix(self):
        file = self.start_with(ECHO)
        bodies = {id: bytes([id]) * 100_000 for id in (101, 102)}
        meta = json.dumps({"file": str(file), "kind": "api", "bodyKind": "bytes", "traceId": "t"}).encode()
        for id in bodies:
            self.peer.send_raw(CALL | 0x80, id, struct.pack(">I", len(meta)) + meta)
        for kind, part in ((CHUNK, slice(0, 60_000)), (LAST_CHUNK, slice(60_000, None))):
            for id, body in bodies.items():
                self.peer.send_raw(kind, id, body[part])
            self.peer.read(PONG, id=self.peer.begin(PING, {}))
        for id, body in bodies.items():
            self.assertEqual(self.peer.answer(id).body, body)

    def test_large_request_and_reply(self):
        file = self.start_with("""
            async def handler(req, context):
                kept = await context.state.set("g", "k", "x" * 300_000)
                return {"status": 200, "body": [len(kept)]}
        """)
        id = self.peer.begin_api(file)
        request = self.peer.read(REQUEST)
        self.assertEqual(request.json, "x" * 300_000)
        self.peer.reply(request, "y" * 400_000)
        self.assert_result(self.peer.answer(id), [400_000])

    def test_other_frames_pass_a_large_body(self):
        file = self.start_with("async def handler(req, context): return {'status': 200, 'body': bytes(20_000_000)}")
        self.peer.begin_api(file)
        self.peer.read_frame()
        self.assertEqual(self.peer.read_frame()[0], CHUNK)
        self.peer.begin(PING, {})
        kinds = []
        while LAST_CHUNK not in kinds:
            kinds.append(self.peer.read_frame()[0])
        self.assertIn(PONG, kinds)

    def test_answer_over_the_bound_fails_the_call(self):
        file = self.start_with("async def handler(req, context): return {'status': 200, 'body': bytes(req.body)}")
        self.assert_failed(self.peer.api(file, MAX_BODY + 1), "StepError", f"has {MAX_BODY + 1} bytes; it may have {MAX_BODY}")
        self.assertEqual(len(self.peer.api(file, MAX_BODY).body), MAX_BODY)

    def test_request_over_the_bound_is_raised_in_the_handler(self):
        file = self.start_with("async def handler(input, context): await context.state.set('g', 'k', 'x' * 67108863)", EVENT)
        problem = f"state.set: the value has {MAX_BODY + 1} bytes as JSON; it may have {MAX_BODY}"
        self.assert_failed(self.peer.event(file), "ValueError", problem)

    def test_body_of_the_bound_is_taken(self):
        file = self.start_with("async def handler(req, context): return {'status': 200, 'body': [len(req.body)]}")
        self.assert_result(self.peer.api(file, bytes(MAX_BODY), "bytes"), [MAX_BODY])


class Recorder:
    def __init__(self, sent):
        self.sent = sent

    def sendall(self, data):
        self.sent += data


class BadFrameTest(RunnerCase):
    """What is no frame of the protocol ends the connection, and with it the runner, which says why."""

    def assert_closes(self, text):
        with self.assertRaises(EOFError) as caught:
            while True:
                self.peer.read_any()
        self.assertIn("The connection to the silo is closed: the silo sent", str(caught.exception))
        self.assertIn(text, str(caught.exception))
        self.assertEqual(self.peer.process.wait(timeout=30), 1)

    def test_bad_frames(self):
        meta = struct.pack(">I", 2) + b"{}"
        cases = {
            "a frame of 4 bytes": struct.pack(">IBI", 4, PING, 1),
            "a frame of 67108865 bytes": struct.pack(">IBI", MAX_BODY + 1, PING, 1),
            "a frame of kind 0x2a": self.frame(0x2A, meta),
            "a frame of kind 0x13": self.frame(0x13, meta),
            "a frame of kind 0x8e": self.frame(0x8E, b""),
            "too short for the length of its meta": self.frame(PING, b"\0\0"),
            "a meta of 100 bytes in a message of 6": self.frame(PING, struct.pack(">I", 100) + b"{}"),
            "a meta that is not JSON in UTF-8": self.frame(PING, struct.pack(">I", 1) + b"{"),
            "a meta that is not JSON in UTF-8: 'utf-8' codec": self.frame(PING, struct.pack(">I", 3) + b'"\xff"'),
            "a meta that is no JSON object": self.frame(PING, struct.pack(">I", 2) + b"[]"),
            "a body of 65537 bytes in one frame": self.frame(CALL, meta + bytes(CHUNK_SIZE + 1)),
            "announces chunks and has a body too": self.frame(CALL | 0x80, meta + b"x"),
            "a second message 1 before the chunks of the first": self.frame(CALL | 0x80, meta) * 2,
            "a chunk for 1, which announced none": self.frame(CHUNK, b"x"),
            "a chunk of 65537 bytes": self.frame(CALL | 0x80, meta) + self.frame(CHUNK, bytes(CHUNK_SIZE + 1)),
            "a reply to 1, which is no open request": self.frame(REPLY, meta),
        }
        for text, data in cases.items():
            with self.subTest(text):
                self.start()
                self.peer.socket.sendall(data)
                self.assert_closes(text)

    def test_body_over_the_bound(self):
        self.start()
        self.peer.socket.sendall(self.frame(CALL | 0x80, struct.pack(">I", 2) + b"{}"))
        for _ in range(MAX_BODY // CHUNK_SIZE):
            self.peer.socket.sendall(self.frame(CHUNK, bytes(CHUNK_SIZE)))
        self.peer.socket.sendall(self.frame(LAST_CHUNK, b"x"))
        self.assert_closes(f"a body over {MAX_BODY} bytes")

    def test_second_load(self):
        self.start()
        self.peer.begin(0x01, {"files": []})
        self.assert_closes("a second Load")

    @staticmethod
    def frame(kind, content):
        return struct.pack(">IBI", 5 + len(content), kind, 1) + content
