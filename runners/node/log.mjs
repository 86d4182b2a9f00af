import { inspect } from 'node:util';
import { Kind } from './frames.mjs';
import { stackOf } from './errors.mjs';
import { cut } from './text.mjs';

const FirstCredits = 1000;
const MaxLevels = 32;

/** Sends log lines while the silo gives credit for them, and says how many it could not send. */
export class Log {
  #connection;
  #credits = FirstCredits;
  #dropped = 0;

  /** @param {import('./connection.mjs').Connection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  grant(credits) {
    this.#credits += credits;
    this.#sayDropped();
  }

  /**
   * @param {number} callId 0 when no call is meant
   * @param {'debug' | 'info' | 'warn' | 'error'} level
   */
  write(callId, level, message, args) {
    if (this.#credits === 0) {
      this.#dropped++;
      return;
    }
    this.#credits--;
    this.#connection.send(Kind.Log, callId, line(level, message, args));
  }

  #sayDropped() {
    const dropped = this.#dropped;
    if (dropped > 0 && this.#credits > 0) {
      this.#dropped = 0;
      this.write(0, 'warn', `${dropped} log lines were dropped: the steps log faster than the silo takes it.`, { dropped });
    }
  }
}

/** Logging never throws. */
function shown(value) {
  try {
    return cut(inspect(value, { customInspect: false }));
  } catch {
    return 'It cannot be shown: reading it throws.';
  }
}

function line(level, message, args) {
  const text = typeof message === 'string' ? cut(message) : shown(message);
  return args === undefined ? { level, message: text } : { level, message: text, args: plain(args) };
}

/** What JSON cannot say is logged as Node's `inspect` shows it. */
function plain(args) {
  try {
    const json = JSON.stringify(args, (_key, value) => {
      if (typeof value === 'bigint') {
        return String(value);
      }
      return value instanceof Error ? { ...value, name: value.name, message: value.message, stack: stackOf(value) } : value;
    });
    return json !== undefined && cut(json) === json ? cutLevels(JSON.parse(json), MaxLevels) : shown(args);
  } catch {
    return shown(args);
  }
}

/** Readers of JSON have a deepest level. */
function cutLevels(value, levels) {
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (levels === 0) {
    return `[deeper than ${MaxLevels} levels]`;
  }
  for (const key of Object.keys(value)) {
    value[key] = cutLevels(value[key], levels - 1);
  }
  return value;
}
