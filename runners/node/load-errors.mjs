// Where a file that does not load is wrong, in the positions of the source.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { describeError } from './errors.mjs';

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `{ message, line?, column?, stack? }`: line and column when the fault is in the file itself and not in what it imports. */
export async function describeLoadError(thrown, file) {
  const { message, stack } = describeError(thrown);
  const compilation = compilationFault(message);
  if (compilation !== undefined) {
    const { where, line, column, text } = compilation;
    const described = { message: `${text} (${where}:${line}:${column})`, stack: `SyntaxError: ${text}\n    at ${where}:${line}:${column}` };
    return where === file ? { ...described, line, column } : described;
  }
  const position = positionIn(stack, file) ?? (thrown instanceof SyntaxError ? await syntaxPosition(file) : undefined);
  return { message, stack, ...position };
}

// esbuild counts columns from 0.
function compilationFault(message) {
  const match = /^Transform failed with [^]*?^(.+):(\d+):(\d+): ERROR: (.+)$/m.exec(message);
  return match === null ? undefined : { where: match[1], line: Number(match[2]), column: Number(match[3]) + 1, text: match[4] };
}

function positionIn(stack, file) {
  const match = new RegExp(`(?:${escape(file)}|${escape(pathToFileURL(file).href)}):(\\d+):(\\d+)`).exec(stack);
  return match === null ? undefined : { line: Number(match[1]), column: Number(match[2]) };
}

/** Node names no position in the syntax errors of ES modules in plain JavaScript; esbuild finds it. */
async function syntaxPosition(file) {
  const loader = ['.ts', '.mts', '.cts'].includes(extname(file)) ? 'ts' : 'js';
  try {
    await transform(await readFile(file, 'utf8'), { loader, logLevel: 'silent' });
  } catch (error) {
    const at = error.errors?.[0]?.location;
    return at ? { line: at.line, column: at.column + 1 } : undefined;
  }
  return undefined;
}
