import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';

/** The call whose code runs now. */
export const currentCall = new AsyncLocalStorage();

/** One call of a step: what it has asked for and whether it has ended. */
export class Call {
  #requests;
  #unanswered = 0;
  #allAnswered = null;
  #ended = false;
  #abort = null;

  /**
   * @param {number} id
   * @param {object} meta
   * @param {import('./steps.mjs').Step} step
   * @param {import('./requests.mjs').Requests} requests
   * @param {import('./log.mjs').Log} log
   */
  constructor(id, meta, step, requests, log) {
    this.id = id;
    this.meta = meta;
    this.step = step;
    this.log = log;
    this.#requests = requests;
  }

  /** Asks the silo; what it answers, or its error thrown. */
  async request(op, fields, body) {
    if (this.#ended) {
      throw new Error(`${op} came after the handler in ${this.step.file} had ended; await what the handler starts before it returns.`);
    }
    this.#unanswered++;
    try {
      const reply = await this.#requests.send({ call: this.id, op, ...fields }, body);
      if (reply.meta.error) {
        throw silosError(reply.meta.error);
      }
      return reply.body.length === 0 ? undefined : JSON.parse(reply.body.toString());
    } finally {
      if (--this.#unanswered === 0) {
        this.#allAnswered?.();
      }
    }
  }

  /** Waits for what the handler asked for and did not wait for, and for what that asks for in turn. */
  async finish() {
    while (this.#unanswered > 0) {
      await new Promise((resolve) => { this.#allAnswered = resolve; });
      await turn();
    }
    this.#ended = true;
  }

  /** @returns {AbortSignal} */
  get signal() {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  cancel() {
    this.#abort ??= new AbortController();
    this.#abort.abort();
  }
}

/** Made where the handler waits, so that its stack shows the line that asked. */
function silosError({ name, code, message }) {
  const error = Object.assign(new Error(message), { name });
  return code === undefined || code === null ? error : Object.assign(error, { code });
}
