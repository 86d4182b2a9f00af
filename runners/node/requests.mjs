import { Kind, ProtocolError } from './frames.mjs';

const FirstId = 0x80000001;
const LastId = 0xffffffff;

/** What handlers ask the silo for, until it is answered. */
export class Requests {
  #connection;
  #waiting = new Map();
  #nextId = LastId;

  /** @param {import('./connection.mjs').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /** @returns {{ reply: Promise<{ meta: object, body: Buffer }>, sent?: Promise<void> }} `sent` of one in chunks: when the last has left */
  send(meta, body) {
    const id = this.#takeId();
    const sent = this.#connection.send(Kind.Request, id, meta, body);
    return { reply: new Promise((resolve) => this.#waiting.set(id, resolve)), sent };
  }

  settle(id, meta, body) {
    const resolve = this.#waiting.get(id);
    if (resolve === undefined) {
      throw new ProtocolError(`A reply answers the request ${id}, which does not wait for one.`);
    }
    this.#waiting.delete(id);
    resolve({ meta, body });
  }

  #takeId() {
    do {
      this.#nextId = this.#nextId === LastId ? FirstId : this.#nextId + 1;
    } while (this.#waiting.has(this.#nextId));
    return this.#nextId;
  }
}
