import { validateHeaderName, validateHeaderValue } from 'node:http';
import { isAnyArrayBuffer } from 'node:util/types';

const shape = 'an api handler returns { status, headers?, body? }';

/**
 * The Result of what an api handler returned; an error that says what is wrong with it, if it is no answer.
 * @param {import('./steps.mjs').Step} step
 */
export function apiAnswer(answer, step) {
  const who = step.middleware.length === 0 ? `The handler in ${step.file}` : `The handler in ${step.file}, or its middleware,`;
  if (answer === null || typeof answer !== 'object') {
    throw new TypeError(`${who} returned ${answer === null ? 'null' : answer === undefined ? 'nothing' : `a ${typeof answer}`}; ${shape}.`);
  }
  const { status, headers, body } = answer;
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(`${who} returned the status ${JSON.stringify(status)}; it must be a number from 200 to 599: ${shape}.`);
  }
  const { bodyKind, bytes } = encodedBody(body, who);
  return { meta: { status, headers: plainHeaders(headers, who), bodyKind }, body: bytes };
}

function plainHeaders(headers, who) {
  if (headers === undefined || headers === null) {
    return {};
  }
  if (typeof headers !== 'object') {
    throw new TypeError(`${who} returned headers of type ${typeof headers}; they are an object of names and values.`);
  }
  // Names differ in more than their case; of those that do not, the last counts.
  const byName = new Map();
  for (const [name, value] of headerEntries(headers)) {
    if (value === undefined || value === null) {
      continue;
    }
    validateHeaderName(name);
    byName.set(name.toLowerCase(), [name, Array.isArray(value) ? value.map((item) => headerValue(name, item)) : headerValue(name, value)]);
  }
  return Object.fromEntries(byName.values());
}

function headerEntries(headers) {
  if (typeof headers.entries !== 'function') {
    return Object.entries(headers);
  }
  // `Headers` lists each of several cookies apart.
  const cookies = headers.getSetCookie?.() ?? [];
  return cookies.length === 0 ? headers.entries() : new Map([...headers.entries(), ['set-cookie', cookies]]);
}

function headerValue(name, value) {
  const text = String(value);
  validateHeaderValue(name, text);
  return text;
}

function encodedBody(body, who) {
  if (body === undefined) {
    return { bodyKind: 'none' };
  }
  if (typeof body === 'string') {
    return { bodyKind: 'text', bytes: Buffer.from(body) };
  }
  if (isBytes(body)) {
    return { bodyKind: 'bytes', bytes: isAnyArrayBuffer(body) ? new Uint8Array(body) : new Uint8Array(body.buffer, body.byteOffset, body.byteLength) };
  }
  if (isStreaming(body)) {
    throw new TypeError(`${who} returned a body that is a ${body.constructor?.name ?? 'stream'}; `
      + 'read it first: a body is a string, a Buffer or other bytes, or a value that JSON can say.');
  }
  return { bodyKind: 'json', bytes: Buffer.from(json(body, who)) };
}

/** Whether the body is sent as the bytes that it is. */
export const isBytes = (body) => ArrayBuffer.isView(body) || isAnyArrayBuffer(body);

function isStreaming(body) {
  const reads = (name) => typeof body[name] === 'function';
  return body !== null && typeof body === 'object'
    && (reads('pipe') || reads('getReader') || reads('arrayBuffer') || Symbol.asyncIterator in body);
}

function json(body, who) {
  let text;
  try {
    text = JSON.stringify(body);
  } catch (error) {
    throw new TypeError(`${who} returned a body that JSON cannot say: ${error.message}`, { cause: error });
  }
  if (text === undefined) {
    throw new TypeError(`${who} returned a body of type ${typeof body}, which JSON cannot say.`);
  }
  return text;
}
