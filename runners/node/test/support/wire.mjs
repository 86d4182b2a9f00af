// The silo's side of the frames, written apart from the runner's so that a mistake in one shows.
export const kinds = {
  Load: 1, Call: 2, Cancel: 3, Reply: 4, Ping: 5, Credit: 6, Stop: 7, Chunk: 14, LastChunk: 15,
  Hello: 17, Loaded: 18, Result: 19, Failed: 20, Request: 21, Log: 22, Pong: 23, Fault: 24,
};
const names = Object.fromEntries(Object.entries(kinds).map(([name, number]) => [number, name]));

export function rawFrame(kind, id, payload = Buffer.alloc(0)) {
  const header = Buffer.alloc(9);
  header.writeUInt32BE(5 + payload.length, 0);
  header.writeUInt8(kind, 4);
  header.writeUInt32BE(id, 5);
  return Buffer.concat([header, payload]);
}

export function metaAndBody(meta, body = Buffer.alloc(0)) {
  const text = Buffer.from(typeof meta === 'string' ? meta : JSON.stringify(meta));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return Buffer.concat([length, text, body]);
}

/** The frames of a message; a body over 64 KiB in chunks. */
export function message(kind, id, meta, body = Buffer.alloc(0)) {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (bytes.length <= 65536) {
    return [rawFrame(kind, id, metaAndBody(meta, bytes))];
  }
  const frames = [rawFrame(kind | 0x80, id, metaAndBody(meta))];
  for (let start = 0; start < bytes.length; start += 65536) {
    frames.push(rawFrame(start + 65536 >= bytes.length ? kinds.LastChunk : kinds.Chunk, id, bytes.subarray(start, start + 65536)));
  }
  return frames;
}

/** Calls back for each frame and for each whole message. */
export function reader({ onFrame = () => {}, onMessage }) {
  let buffered = Buffer.alloc(0);
  const unfinished = new Map();
  return (part) => {
    buffered = buffered.length === 0 ? part : Buffer.concat([buffered, part]);
    while (buffered.length >= 4 && buffered.length >= 4 + buffered.readUInt32BE(0)) {
      const end = 4 + buffered.readUInt32BE(0);
      const kind = buffered[4];
      const id = buffered.readUInt32BE(5);
      const payload = buffered.subarray(9, end);
      buffered = buffered.subarray(end);
      onFrame({ kind: names[kind & 0x7f], id, size: payload.length });
      if (kind === kinds.Chunk || kind === kinds.LastChunk) {
        const whole = unfinished.get(id);
        whole.parts.push(payload);
        if (kind === kinds.LastChunk) {
          unfinished.delete(id);
          onMessage({ kind: whole.kind, id, meta: whole.meta, body: Buffer.concat(whole.parts) });
        }
        continue;
      }
      const metaEnd = 4 + payload.readUInt32BE(0);
      const meta = JSON.parse(payload.subarray(4, metaEnd));
      if (kind & 0x80) {
        unfinished.set(id, { kind: names[kind & 0x7f], meta, parts: [] });
      } else {
        onMessage({ kind: names[kind], id, meta, body: payload.subarray(metaEnd) });
      }
    }
  };
}
