"""Frames of docs/runner-protocol.md: bytes to messages and back."""
import struct

from .json_text import from_json

CHUNK_SIZE = 64 * 1024
MAX_BODY = 64 * 1024 * 1024
CHUNKED = 0x80

LOAD, CALL, CANCEL, REPLY, PING, CREDIT, STOP = range(0x01, 0x08)
CHUNK, LAST_CHUNK = 0x0E, 0x0F
HELLO, LOADED, RESULT, FAILED, REQUEST, LOG, PONG = range(0x11, 0x18)

_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">IBI")
_HEAD_AND_META = struct.Struct(">IBII")
# The header after the length, which does not count itself.
_HEAD_SIZE = _HEAD.size - _LENGTH.size


class FrameError(Exception):
    """Bytes that are no frame of the protocol."""


def message(kind, id, meta, body=b""):
    """A frame that is a whole message; the body has at most CHUNK_SIZE bytes."""
    return _HEAD_AND_META.pack(_HEAD_SIZE + 4 + len(meta) + len(body), kind, id, len(meta)) + meta + body


def chunk(kind, id, part):
    """A CHUNK or LAST_CHUNK frame."""
    return _HEAD.pack(_HEAD_SIZE + len(part), kind, id) + part


class FrameReader:
    """Puts together the messages that arrive in pieces."""

    def __init__(self):
        self._rest = bytearray()
        self._bodies = {}

    def feed(self, data):
        """The messages that are whole now, each ``(kind, id, meta, body)``."""
        if self._rest:
            self._rest += data
            data = self._rest
        view = memoryview(data)
        position, end = 0, len(data)
        try:
            while end - position >= _HEAD.size:
                length, kind, id = _HEAD.unpack_from(view, position)
                if not _HEAD_SIZE <= length <= MAX_BODY:
                    raise FrameError(f"a frame of {length} bytes; it may have {_HEAD_SIZE} to {MAX_BODY}")
                stop = position + _LENGTH.size + length
                if stop > end:
                    break
                found = self._frame(kind, id, view[position + _HEAD.size : stop])
                position = stop
                if found:
                    yield found
            rest = view[position:].tobytes() if position or data is not self._rest else None
        finally:
            view.release()
        if rest is not None:
            self._rest = bytearray(rest)

    def _frame(self, kind, id, content):
        if kind in (CHUNK, LAST_CHUNK):
            return self._chunk(kind, id, content)
        if not LOAD <= kind & ~CHUNKED <= STOP:
            raise FrameError(f"a frame of kind 0x{kind:02x}, which the silo does not send")
        if len(content) < _LENGTH.size:
            raise FrameError(f"a message of {len(content)} bytes, which is too short for the length of its meta")
        body_start = _LENGTH.size + _LENGTH.unpack_from(content)[0]
        if body_start > len(content):
            raise FrameError(f"a meta of {body_start - _LENGTH.size} bytes in a message of {len(content)}")
        try:
            meta = from_json(content[_LENGTH.size : body_start])
        except (ValueError, RecursionError) as error:
            raise FrameError(f"a meta that is not JSON in UTF-8: {error}") from error
        if not isinstance(meta, dict):
            raise FrameError("a meta that is no JSON object")
        body = bytes(content[body_start:])
        if not kind & CHUNKED:
            if len(body) > CHUNK_SIZE:
                raise FrameError(f"a body of {len(body)} bytes in one frame; over {CHUNK_SIZE} it comes in chunks")
            return kind, id, meta, body
        if body:
            raise FrameError("a message that announces chunks and has a body too")
        if id in self._bodies:
            raise FrameError(f"a second message {id} before the chunks of the first have ended")
        self._bodies[id] = (kind & ~CHUNKED, meta, bytearray())
        return None

    def _chunk(self, kind, id, content):
        if id not in self._bodies:
            raise FrameError(f"a chunk for {id}, which announced none")
        if len(content) > CHUNK_SIZE:
            raise FrameError(f"a chunk of {len(content)} bytes; it may have {CHUNK_SIZE}")
        message_kind, meta, body = self._bodies[id]
        if len(body) + len(content) > MAX_BODY:
            raise FrameError(f"a body over {MAX_BODY} bytes")
        body += content
        if kind == CHUNK:
            return None
        del self._bodies[id]
        return message_kind, id, meta, bytes(body)
