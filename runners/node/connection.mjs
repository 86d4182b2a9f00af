import { Chunked, FrameReader, MaxBody, MaxInline, MessageReader, encodeChunk, encodeMessage } from './frames.mjs';

/** The runner's end of the socket: whole messages in, whole messages out. */
export class Connection {
  #socket;
  #corked = false;
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
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    const length = bytes?.length ?? 0;
    if (length > MaxBody) {
      throw new RangeError(`A body of ${length} bytes cannot be sent; at most ${MaxBody} (64 MiB) can.`);
    }
    if (length <= MaxInline) {
      this.#write(encodeMessage(kind, id, meta, bytes));
      return undefined;
    }
    this.#write(encodeMessage(kind | Chunked, id, meta));
    const sending = this.#sendChunks(id, bytes).finally(() => this.#chunkedSends.delete(sending));
    this.#chunkedSends.add(sending);
    return sending;
  }

  /** Closes it once all that was sent has left. */
  async end() {
    await Promise.all(this.#chunkedSends);
    await new Promise((resolve) => { this.#socket.end(() => resolve()); });
  }

  async #sendChunks(id, bytes) {
    for (let start = 0; start < bytes.length; start += MaxInline) {
      const end = start + MaxInline;
      if (!this.#write(encodeChunk(id, bytes.subarray(start, end), end >= bytes.length))) {
        await this.#drain();
      }
      if (this.#socket.destroyed) {
        return;
      }
    }
  }

  /** What is written in one turn of the event loop goes out in one system call. */
  #write(frame) {
    if (!this.#corked) {
      this.#corked = true;
      this.#socket.cork();
      process.nextTick(() => {
        this.#corked = false;
        this.#socket.uncork();
      });
    }
    return this.#socket.write(frame);
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
