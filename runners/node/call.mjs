import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { silosError } from './errors.mjs';

/** The call whose code runs now. */
export const currentCall = new AsyncLocalStorage();

/** One call of a step: what it has asked for and whether it has ended. */
export class Call {
  #requests;
  #log;
  #unsent = null;
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
    this.#requests = requests;
    this.#log = log;
  }

  /** Asks the silo; what it answers, or its error thrown. */
  async request(op, fields, body) {
    if (this.#ended) {
      throw new Error(`${op} came after the handler in ${this.step.file} had ended; await what the handler starts before it returns.`);
    }
    this.#unanswered++;
    try {
      const reply = await this.#send({ call: this.id, op, ...fields }, body);
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

  /** Logs a line of its step, also after its end. */
  log(level, message, args) {
    if (this.#ended) {
      // The silo has forgotten the call's id.
      this.#log.write(0, level, message, { file: this.meta.file, traceId: this.meta.traceId, args });
    } else {
      this.#log.write(this.id, level, message, args);
    }
  }

  /** None overtakes the chunks of one before it. */
  #send(meta, body) {
    if (this.#unsent === null) {
      const { reply, sent } = this.#requests.send(meta, body);
      this.#holdUntil(sent);
      return reply;
    }
    const begun = this.#unsent.then(() => this.#requests.send(meta, body));
    // Who asked is told why it could not be sent; those behind it go on.
    this.#holdUntil(begun.then(({ sent }) => sent, () => {}));
    return begun.then(({ reply }) => reply);
  }

  #holdUntil(sent) {
    if (sent === undefined) {
      return;
    }
    const unsent = sent.then(() => {
      if (this.#unsent === unsent) {
        this.#unsent = null;
      }
    });
    this.#unsent = unsent;
  }

  /** Ends it, if nothing that it asked for is still to be answered. */
  tryEnd() {
    this.#ended = this.#unanswered === 0;
    return this.#ended;
  }

  /** Ends it after what the handler asked for and did not wait for, and what that asks for in turn. */
  async end() {
    while (!this.tryEnd()) {
      await new Promise((resolve) => { this.#allAnswered = resolve; });
      await turn();
    }
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
