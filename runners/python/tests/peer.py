"""The silo's end of the protocol, for tests: starts the real main.py and speaks with it."""
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections import deque
from pathlib import Path

MAIN = Path(__file__).resolve().parent.parent / "main.py"
CHUNK_SIZE = 64 * 1024
# Python behaves as it does where none of its own variables is set.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}

LOAD, CALL, CANCEL, REPLY, PING, CREDIT, STOP = range(0x01, 0x08)
CHUNK, LAST_CHUNK = 0x0E, 0x0F
HELLO, LOADED, RESULT, FAILED, REQUEST, LOG, PONG = range(0x11, 0x18)


class Message:
    def __init__(self, kind, id, meta, body):
        self.kind, self.id, self.meta, self.body = kind, id, meta, body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"0x{self.kind:02x} {self.id} {self.meta} {self.body[:200]!r}"


class Peer:
    """A runner process and the socket to it. Reads block; a runner that ends instead gives EOFError."""

    def __init__(self, project, *options, launcher=()):
        self.folder = tempfile.mkdtemp(prefix="runner-")
        path = os.path.join(self.folder, "socket")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        self.process = subprocess.Popen(
            [*launcher, sys.executable, str(MAIN), "--socket", path, "--project", str(project), *options],
            cwd=project, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )
        # A runner that does not come fails its test instead of hanging it.
        listener.settimeout(30)
        self.socket, _ = listener.accept()
        self.socket.settimeout(30)
        listener.close()
        self.stream = self.socket.makefile("rb")
        self.waiting = deque()
        self.bodies = {}
        self.last_id = 0
        self.hello = self.read(HELLO)

    @staticmethod
    def said(stream):
        """What the runner has written to its standard output or error by now; BlockingIOError if that is nothing."""
        os.set_blocking(stream.fileno(), False)
        return os.read(stream.fileno(), CHUNK_SIZE).decode()

    def close(self):
        self.stream.close()
        self.socket.close()
        try:
            self.process.communicate(timeout=30)
        finally:
            self.process.kill()
            shutil.rmtree(self.folder)

    def send(self, kind, id, meta, body=b""):
        text = json.dumps(meta).encode()
        if len(body) <= CHUNK_SIZE:
            self.send_raw(kind, id, struct.pack(">I", len(text)) + text + body)
            return
        self.send_raw(kind | 0x80, id, struct.pack(">I", len(text)) + text)
        for start in range(0, len(body), CHUNK_SIZE):
            part = body[start : start + CHUNK_SIZE]
            self.send_raw(CHUNK if start + CHUNK_SIZE < len(body) else LAST_CHUNK, id, part)

    def send_raw(self, kind, id, content):
        self.socket.sendall(struct.pack(">IBI", 5 + len(content), kind, id) + content)

    def begin(self, kind, meta, body=b""):
        self.last_id += 1
        self.send(kind, self.last_id, meta, body)
        return self.last_id

    def read_frame(self):
        head = self.stream.read(9)
        if len(head) < 9:
            raise EOFError(self.process.stderr.read())
        length, kind, id = struct.unpack(">IBI", head)
        content = self.stream.read(length - 5)
        return kind, id, content

    def read_first_chunk(self):
        """Reads on until the first chunk of a body."""
        while not any(parts for _, parts in self.bodies.values()):
            self.accept(*self.read_frame())

    def read_any(self):
        while True:
            message = self.accept(*self.read_frame())
            if message:
                return message

    def accept(self, kind, id, content):
        """The message that is whole with this frame, or None."""
        if kind in (CHUNK, LAST_CHUNK):
            assert len(content) <= CHUNK_SIZE, len(content)
            self.bodies[id][1].append(content)
            if kind == CHUNK:
                return None
            message, parts = self.bodies.pop(id)
            message.body = b"".join(parts)
            return message
        meta_end = 4 + struct.unpack(">I", content[:4])[0]
        message = Message(kind & 0x7F, id, json.loads(content[4:meta_end]), content[meta_end:])
        if not kind & 0x80:
            assert len(message.body) <= CHUNK_SIZE, len(message.body)
            return message
        self.bodies[id] = (message, [])
        return None

    def read(self, *kinds, id=None):
        """The next message of one of the kinds; others are kept for later reads."""
        for message in self.waiting:
            if message.kind in kinds and id in (None, message.id):
                self.waiting.remove(message)
                return message
        while True:
            message = self.read_any()
            if message.kind in kinds and id in (None, message.id):
                return message
            self.waiting.append(message)

    def load(self, *files, config=None):
        self.begin(LOAD, {"files": [str(file) for file in files], "config": config})
        self.loaded = self.read(LOADED).meta
        return self.loaded["files"]

    def begin_call(self, file, kind="api", body=b"", **meta):
        return self.begin(CALL, {"file": str(file), "kind": kind, "traceId": "trace-1", **meta}, body)

    def begin_api(self, file, body=None, body_kind=None, **meta):
        made = {
            "method": "POST", "path": "/things", "pathParams": {}, "queryParams": {}, "headers": {},
            "bodyKind": body_kind or ("none" if body is None else "json"),
        }
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.begin_call(file, "api", content, **{**made, **meta})

    def answer(self, id):
        return self.read(RESULT, FAILED, id=id)

    def api(self, file, body=None, body_kind=None, **meta):
        return self.answer(self.begin_api(file, body, body_kind, **meta))

    def form(self, file, body_kind, form, rest):
        """An api call whose body is a form: its fields, its files if it has any, and what follows them."""
        head = json.dumps(form, ensure_ascii=False).encode()
        return self.api(file, head + rest, body_kind, formLength=len(head))

    def event(self, file, data=None):
        return self.answer(self.begin_call(file, "event", json.dumps(data).encode(), delivery={"id": "d-1", "attempt": 1}))

    def reply(self, request, value=None):
        self.send(REPLY, request.id, {}, json.dumps(value).encode())

    def refuse(self, request, name, code, message):
        self.send(REPLY, request.id, {"error": {"name": name, "code": code, "message": message}})
