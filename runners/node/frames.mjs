/** The bytes of docs/runner-protocol.md: frames, and the messages that they carry. */

export const Kind = Object.freeze({
  Load: 0x01, Call: 0x02, Cancel: 0x03, Reply: 0x04, Ping: 0x05, Credit: 0x06, Stop: 0x07,
  Chunk: 0x0e, LastChunk: 0x0f,
  Hello: 0x11, Loaded: 0x12, Result: 0x13, Failed: 0x14, Request: 0x15, Log: 0x16, Pong: 0x17, Fault: 0x18,
});

export const Chunked = 0x80;
export const MaxInline = 64 * 1024;
export const MaxBody = 64 * 1024 * 1024;

// Metas have no bound of their own, so a frame has the bound of a body.
const MaxFrame = MaxBody;
const HeaderSize = 9;
const BatchSize = 256 * 1024;
const FromSilo = new Set([Kind.Load, Kind.Call, Kind.Cancel, Kind.Reply, Kind.Ping, Kind.Credit, Kind.Stop]);
const WithBody = new Set([Kind.Call, Kind.Reply]);

/** What the silo may not send: the connection ends with it. */
export class ProtocolError extends Error {
  name = 'ProtocolError';
}

/** JSON with U+FFFD for each half of a surrogate pair: JSON can escape it, but not every reader takes it. */
function wellFormedJson(value) {
  const text = JSON.stringify(value);
  return text.includes('\\ud') ? text.replace(/\\(?:(ud[89a-f][0-9a-f]{2})|.)/g, (escape, half) => (half ? '\ufffd' : escape)) : text;
}

/** Frames that leave together in one write. */
export class FrameBatch {
  #buffer = null;
  #used = 0;
  #spare = null;

  /**
   * Adds a message in one frame; of a chunked one the opening frame, which ends after the meta.
   * @param {Uint8Array | string} [body]
   */
  addMessage(kind, id, meta, body, bodyLength = 0) {
    const text = wellFormedJson(meta);
    const metaLength = Buffer.byteLength(text);
    let at = this.#addHeader(kind, id, 4 + metaLength + bodyLength);
    at = this.#buffer.writeUInt32BE(metaLength, at);
    at += this.#buffer.write(text, at);
    this.#addBytes(body, bodyLength, at);
  }

  addChunk(id, part, isLast) {
    this.#addBytes(part, part.length, this.#addHeader(isLast ? Kind.LastChunk : Kind.Chunk, id, part.length));
  }

  get isEmpty() { return this.#used === 0; }

  /** Whether a frame more would make it larger than one write should be. */
  get isFull() { return this.#used >= BatchSize / 2; }

  /** Takes what was added. It is given back by `reuse` when it has been written. */
  take() {
    const bytes = this.#buffer.subarray(0, this.#used);
    this.#buffer = null;
    this.#used = 0;
    return bytes;
  }

  reuse(bytes) {
    if (bytes.buffer.byteLength === BatchSize) {
      this.#spare = bytes.buffer;
    }
  }

  #addHeader(kind, id, contentLength) {
    const size = HeaderSize + contentLength;
    this.#makeRoom(size);
    const start = this.#used;
    this.#used += size;
    this.#buffer.writeUInt32BE(size - 4, start);
    this.#buffer[start + 4] = kind;
    return this.#buffer.writeUInt32BE(id, start + 5);
  }

  #addBytes(bytes, length, at) {
    if (length === 0) {
      return;
    }
    if (typeof bytes === 'string') {
      this.#buffer.write(bytes, at);
    } else {
      this.#buffer.set(bytes, at);
    }
  }

  #makeRoom(size) {
    if (this.#buffer === null) {
      this.#buffer = size > BatchSize ? Buffer.allocUnsafeSlow(size) : Buffer.from(this.#spare ?? new ArrayBuffer(BatchSize));
      this.#spare = null;
    } else if (this.#used + size > this.#buffer.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(this.#used + size, 2 * this.#buffer.length));
      this.#buffer.copy(larger, 0, 0, this.#used);
      this.#buffer = larger;
    }
  }
}

/** Cuts what arrives into frames. */
export class FrameReader {
  #parts = [];
  #size = 0;
  #needed = 4;
  #onFrame;

  /** @param {(kind: number, id: number, payload: Buffer) => void} onFrame */
  constructor(onFrame) {
    this.#onFrame = onFrame;
  }

  push(part) {
    this.#parts.push(part);
    this.#size += part.length;
    if (this.#size < this.#needed) {
      return;
    }

    const data = this.#parts.length === 1 ? part : Buffer.concat(this.#parts, this.#size);
    let offset = 0;
    this.#needed = 4;
    while (data.length - offset >= 4) {
      const length = data.readUInt32BE(offset);
      if (length < HeaderSize - 4 || length > MaxFrame) {
        throw new ProtocolError(`A frame says that it has ${length} bytes; ${HeaderSize - 4} to ${MaxFrame} are allowed.`);
      }
      if (data.length - offset < 4 + length) {
        this.#needed = 4 + length;
        break;
      }
      this.#onFrame(data[offset + 4], data.readUInt32BE(offset + 5), data.subarray(offset + HeaderSize, offset + 4 + length));
      offset += 4 + length;
    }

    const rest = data.subarray(offset);
    this.#parts = rest.length > 0 ? [rest] : [];
    this.#size = rest.length;
  }
}

/** Puts frames together into whole messages of the silo. */
export class MessageReader {
  #unfinished = new Map();
  #onMessage;

  /** @param {(kind: number, id: number, meta: object, body: Buffer) => void} onMessage */
  constructor(onMessage) {
    this.#onMessage = onMessage;
  }

  accept(kind, id, payload) {
    if (kind === Kind.Chunk || kind === Kind.LastChunk) {
      this.#acceptChunk(kind, id, payload);
      return;
    }

    const plainKind = kind & ~Chunked;
    const isChunked = kind !== plainKind;
    if (!FromSilo.has(plainKind) || (isChunked && !WithBody.has(plainKind))) {
      throw new ProtocolError(`A frame has the kind 0x${kind.toString(16)}, which a silo does not send.`);
    }

    const { meta, body } = split(plainKind, payload);
    if (!isChunked) {
      if (body.length > MaxInline) {
        throw new ProtocolError(`A frame has a body of ${body.length} bytes; one over ${MaxInline} comes in chunks.`);
      }
      this.#onMessage(plainKind, id, meta, body);
      return;
    }
    if (body.length > 0 || this.#unfinished.has(id)) {
      throw new ProtocolError(`The chunked message ${id} ${body.length > 0 ? 'has a body in its first frame' : 'begins twice'}.`);
    }
    this.#unfinished.set(id, { kind: plainKind, meta, parts: [], size: 0 });
  }

  #acceptChunk(kind, id, part) {
    const message = this.#unfinished.get(id);
    if (message === undefined) {
      throw new ProtocolError(`A chunk belongs to the message ${id}, which has not begun.`);
    }
    message.size += part.length;
    if (part.length > MaxInline || message.size > MaxBody) {
      throw new ProtocolError(`The body of message ${id} has a chunk of ${part.length} bytes and ${message.size} bytes so far; `
        + `a chunk has at most ${MaxInline}, a body ${MaxBody}.`);
    }
    message.parts.push(part);
    if (kind === Kind.LastChunk) {
      this.#unfinished.delete(id);
      this.#onMessage(message.kind, id, message.meta, Buffer.concat(message.parts, message.size));
    }
  }
}

function split(kind, payload) {
  const metaLength = payload.length >= 4 ? payload.readUInt32BE(0) : -1;
  if (metaLength < 0 || 4 + metaLength > payload.length) {
    throw new ProtocolError(`A frame of the kind 0x${kind.toString(16)} is shorter than its meta.`);
  }
  let meta;
  try {
    meta = JSON.parse(payload.toString('utf8', 4, 4 + metaLength));
  } catch (error) {
    throw new ProtocolError(`The meta of a frame of the kind 0x${kind.toString(16)} is no JSON: ${error.message}`);
  }
  if (meta === null || typeof meta !== 'object' || Array.isArray(meta)) {
    throw new ProtocolError(`The meta of a frame of the kind 0x${kind.toString(16)} is no JSON object.`);
  }
  return { meta, body: payload.subarray(4 + metaLength) };
}
