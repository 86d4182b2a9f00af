import { inspect } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

// The runner's own frames and those of Node's inside say nothing about the project.
const foreignFrame = new RegExp(`^\\s+at .*(?:node:(?:internal/|async_hooks)|(?:${escape(here)}|${escape(pathToFileURL(here).href)})(?:[^/]+\\.[mc]js:|node_modules/))`);
const mostCauses = 5;

/** `{ name, message, stack, code? }` of whatever a handler threw. */
export function describeError(thrown) {
  if (!isError(thrown)) {
    const message = typeof thrown === 'string' ? thrown : `The value ${inspect(thrown, { depth: 2 })} was thrown, which is no Error.`;
    return { name: 'Error', message, stack: `Error: ${message}` };
  }
  const description = { name: String(thrown.name), message: String(thrown.message), stack: stackOf(thrown) };
  const { code } = thrown;
  return typeof code === 'string' || typeof code === 'number' ? { ...description, code: String(code) } : description;
}

/** The stack of an error and of what caused it, in the frames of the project. */
export function stackOf(error) {
  const parts = [];
  for (let cause = error; isError(cause) && parts.length < mostCauses; cause = cause.cause) {
    parts.push(projectFrames(cause));
  }
  return parts.join('\nCaused by: ');
}

// Errors of other realms (vm, jest) are no instances of this one's Error.
function isError(value) {
  return value instanceof Error || (typeof value === 'object' && value !== null && typeof value.message === 'string' && typeof value.stack === 'string');
}

function projectFrames(error) {
  const stack = String(error.stack ?? `${error.name}: ${error.message}`);
  return stack.split('\n').filter((line) => !foreignFrame.test(line)).join('\n');
}
