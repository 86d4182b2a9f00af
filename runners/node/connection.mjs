import { writeSync } from 'node:fs';
import { Chunked, FrameBatch, FrameReader, MaxBody, MaxInline, MessageReader } from './frames.mjs';

/** The runner's end of the socket: whole messages in, whole messages out. */
export class Connection {
  #socket;
  #batch = new FrameBatch();
  #drained = null;
  #chunkedSends = new Set();

  /**
   * @param {import('node:net').Socket} socket
   * @param {(kind: number, id: number, meta: object, body: Buffer) => void} onMessage
   * @param {(error?: Error) => void} onClosed
   */
  constructor(socket, onMessage, onClosed) {
    this.#socket = socket;
    const messages = new MessageReader(onMessage);
    const frames = new FrameReader((kind, id, payload) => messages.accept(kind, id, payload));
    let failure;
    socket.on('data', (part) => {
      try {
        frames.push(part);
      } catch (error) {
        socket.destroy(error);
      }
    });
    socket.on('end', () => socket.destroy());
    socket.on('error', (error) => { failure = error; });
    socket.on('close', () => onClosed(failure));
  }

  /**
   * @param {Uint8Array | string} [body]
   * @returns {Promise<void> | undefined} of a message in chunks: when the last has left
   */
  send(kind, id, meta, body) {
    const length = body === undefined ? 0 : Buffer.byteLength(body);
    if (length > MaxBody) {
      throw new RangeError(`A body of ${length} bytes cannot be sent; at most ${MaxBody} (64 MiB) can.`);
    }
    this.#flushLater();
    if (length <= MaxInline) {
      this.#batch.addMessage(kind, id, meta, body, length);
      if (this.#batch.isFull) {
        this.#flush();
      }
      return undefined;
    }
    this.#batch.addMessage(kind | Chunked, id, meta);
    const sending = this.#sendChunks(id, typeof body === 'string' ? Buffer.from(body) : body).finally(() => this.#chunkedSends.delete(sending));
    this.#chunkedSends.add(sending);
    return sending;
  }

  /** Sends it, and what was sent before in this turn, while the process ends. */
  sendNow(kind, id, meta) {
    // Amid a frame that has left in part it would be taken for more of that.
    if (!this.#socket.writable || this.#socket.writableLength > 0) {
      return;
    }
    this.#batch.addMessage(kind, id, meta);
    const bytes = this.#batch.take();
    try {
      for (let sent = 0; sent < bytes.length;) {
        sent += writeSync(this.#socket._handle.fd, bytes, sent);
      }
    } catch (error) {
      console.error(`The silo could not be told whose code ended this process: ${error.message}`);
    }
  }

  /** Closes it once all that was sent has left. */
  async end() {
    await Promise.all(this.#chunkedSends);
    this.#flush();
    await new Promise((resolve) => { this.#socket.end(() => resolve()); });
  }

  async #sendChunks(id, bytes) {
    for (let start = 0; start < bytes.length; start += MaxInline) {
      const end = start + MaxInline;
      this.#batch.addChunk(id, bytes.subarray(start, end), end >= bytes.length);
      if (!this.#flush()) {
        await this.#drain();
      }
      if (this.#socket.destroyed) {
        return;
      }
    }
  }

  /** What is sent in one turn of the event loop goes out in one system call. */
  #flushLater() {
    if (this.#batch.isEmpty) {
      process.nextTick(() => this.#flush());
    }
  }

  /** @returns {boolean} whether more may be sent without waiting */
  #flush() {
    if (this.#batch.isEmpty) {
      return true;
    }
    const bytes = this.#batch.take();
    return this.#socket.write(bytes, () => this.#batch.reuse(bytes));
  }

  #drain() {
    this.#drained ??= new Promise((resolve) => {
      const done = () => {
        this.#socket.off('drain', done).off('close', done);
        this.#drained = null;
        resolve();
      };
      this.#socket.on('drain', done).on('close', done);
    });
    return this.#drained;
  }
}
