"""The connection to the silo."""
import asyncio
from collections import deque

from . import frames

_CHUNKS_PER_TURN = 4


class Connection(asyncio.Protocol):
    """Reads messages and writes them.

    What is sent within one turn of the loop goes out in one write, and large bodies in chunks between other messages, as fast as the silo
    reads.
    """

    def __init__(self, loop, on_message, on_end):
        self._loop = loop
        self._on_message = on_message
        self._on_end = on_end
        self._reader = frames.FrameReader()
        self._transport = None
        self._out = []
        self._large = deque()
        self._paused = False
        self._closing = False

    def connection_made(self, transport):
        self._transport = transport
        transport.set_write_buffer_limits(high=4 * frames.CHUNK_SIZE)

    def data_received(self, data):
        try:
            for message in self._reader.feed(data):
                self._on_message(*message)
        except frames.FrameError as error:
            self._transport.abort()
            self._on_end(f"the silo sent {error}")

    def connection_lost(self, error):
        self._on_end(None)

    def send(self, kind, id, meta, body=b"", on_sent=None):
        """Sends a message. Only in the loop's thread; ``meta`` is JSON text, ``body`` has at most MAX_BODY bytes.

        ``on_sent`` is called once a body that goes out in chunks is written whole.
        """
        if not self._out:
            self._loop.call_soon(self._flush)
        if len(body) <= frames.CHUNK_SIZE:
            self._out.append(frames.message(kind, id, meta, body))
        else:
            self._out.append(frames.message(kind | frames.CHUNKED, id, meta))
            self._large.append((id, memoryview(body), on_sent))

    def close(self):
        """Closes once all that was sent is written."""
        self._closing = True
        self._flush()

    def pause_writing(self):
        self._paused = True

    def resume_writing(self):
        self._paused = False
        self._write_chunks()

    def _flush(self):
        out, self._out = self._out, []
        if out:
            self._transport.write(b"".join(out))
        self._write_chunks()

    def _write_chunks(self):
        # However fast the silo reads, what else there is to do has its turn.
        for _ in range(_CHUNKS_PER_TURN):
            # A body's first frame must precede its chunks.
            if not self._large or self._paused or self._out:
                break
            id, body, on_sent = self._large.popleft()
            part, rest = body[: frames.CHUNK_SIZE], body[frames.CHUNK_SIZE :]
            self._transport.write(frames.chunk(frames.CHUNK if rest else frames.LAST_CHUNK, id, part))
            if rest:
                self._large.append((id, rest, on_sent))
            elif on_sent:
                on_sent()
        else:
            self._loop.call_soon(self._write_chunks)
        if self._closing and not self._large:
            self._transport.close()
