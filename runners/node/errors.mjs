import { inspect } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cut } from './text.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// The runner's own frames and those of Node's inside say nothing about the project.
const ownFrame = `(?:${escape(here)}|${escape(pathToFileURL(here).href)})(?:[^/]+\\.[mc]js:|node_modules/)`;
const foreignFrame = new RegExp(`^\\s+at .*(?:node:internal/|node:async_hooks|${ownFrame})`);
const mostErrors = 8;
const codes = new WeakMap();

/** The error of a Reply. To be made where the handler waits, so that its stack shows the line that asked. */
export function silosError({ name, code, message }) {
  const error = Object.assign(new Error(message), { name });
  if (code === undefined || code === null) {
    return error;
  }
  codes.set(error, String(code));
  return Object.assign(error, { code });
}

/** The `error` of a Failed. Its code is the silo's own: a library's may have the same name and mean another thing. */
export function describeFailure(thrown) {
  const { code: _, ...description } = describeError(thrown);
  return codes.has(thrown) ? { ...description, code: codes.get(thrown) } : description;
}

/** `{ name, message, stack, code? }` of whatever a handler threw. */
export function describeError(thrown) {
  try {
    return isError(thrown) ? describeProper(thrown) : describeOther(thrown);
  } catch (error) {
    return describeProper(new Error(`What was thrown cannot be described, because reading it throws${reasonOf(error)}.`));
  }
}

function reasonOf(error) {
  try {
    return `: ${error.message}`;
  } catch {
    // What it throws when it is read cannot be read either.
    return '';
  }
}

function describeProper(error) {
  const description = { name: String(error.name), message: cut(String(error.message)), stack: cut(stackOf(error)) };
  const { code } = error;
  return typeof code === 'string' || typeof code === 'number' ? { ...description, code: String(code) } : description;
}

function describeOther(thrown) {
  const message = cut(typeof thrown === 'string'
    ? thrown
    : `The value ${inspect(thrown, { depth: 2, customInspect: false })} was thrown, which is no Error.`);
  return { name: 'Error', message, stack: `Error: ${message}` };
}

/** The stack of an error, of what caused it and of what it is made of, in the frames of the project. */
export function stackOf(error) {
  const labels = new Map([[error, '']]);
  // The map grows while it is walked; an error that is in it already is not told again.
  for (const known of labels.keys()) {
    const parts = Array.isArray(known.errors) ? known.errors.map((part) => ['Contains: ', part]) : [];
    for (const [label, inner] of [['Caused by: ', known.cause], ...parts]) {
      if (isError(inner) && !labels.has(inner) && labels.size < mostErrors) {
        labels.set(inner, label);
      }
    }
  }
  return [...labels].map(([told, label]) => label + projectFrames(told)).join('\n');
}

// Errors of other realms (vm, jest) are no instances of this one's Error.
function isError(value) {
  return value instanceof Error
    || (typeof value === 'object' && value !== null && typeof value.message === 'string' && typeof value.stack === 'string');
}

function projectFrames(error) {
  const stack = String(error.stack ?? `${error.name}: ${error.message}`);
  return stack.split('\n').filter((line) => !foreignFrame.test(line)).join('\n');
}
