// Where a file that does not load is wrong, in the positions of the source.
import { readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describeError } from './errors.mjs';

/** `{ message, line?, column?, stack? }`: line and column when the fault is in the file itself and not in what it imports. */
export async function describeLoadError(thrown, file) {
  const { message, stack: fullStack } = describeError(thrown);
  // The runner loads all files at once.
  const stack = fullStack.replace(/\n\s+at async Promise\.all \(index \d+\)$/, '');
  return compilationFault(message, file)
    ?? await missingImport(message, thrown, file)
    ?? { message, stack, ...(positionIn(stack, file) ?? linkPosition(stack, file) ?? await syntaxPosition(thrown, file)) };
}

/** What esbuild says of TypeScript, and tsx of CommonJS. It counts columns from 0. */
function compilationFault(message, file) {
  const match = /^Transform failed with [^]*?^(.+):(\d+):(\d+): ERROR: (.+)$/m.exec(message);
  if (match === null) {
    return undefined;
  }
  const [, where, line, column, text] = match;
  const position = { line: Number(line), column: Number(column) + 1 };
  const place = `${where}:${position.line}:${position.column}`;
  return { message: `${text} (${place})`, stack: `SyntaxError: ${text}\n    at ${place}`, ...(where === file ? position : undefined) };
}

/** Node names the importing file of a missing module, but no line: the line is where the file's text names the module. */
async function missingImport(message, thrown, file) {
  const match = /^Cannot find (?:module|package) '([^']+)'(?: imported from (.+))?/.exec(message);
  const importer = match?.[2] ?? thrown?.requireStack?.[0];
  if (importer === undefined) {
    return undefined;
  }
  const found = `Cannot find ${match[1]}, imported from ${importer}`;
  return { message: found, stack: `Error: ${found}`, ...(importer === file ? await positionOfImport(match[1], file) : undefined) };
}

async function positionOfImport(module, file) {
  const text = await readFile(file, 'utf8');
  for (const { index, 2: specifier } of text.matchAll(/(['"])([^'"\n]+)\1/g)) {
    if (specifier === module || resolve(dirname(file), specifier) === module) {
      const before = text.slice(0, index).split('\n');
      return { line: before.length, column: before.at(-1).length + 1 };
    }
  }
  return undefined;
}

function positionIn(stack, file) {
  for (const name of [`${file}:`, `${pathToFileURL(file).href}:`]) {
    const start = stack.indexOf(name);
    const match = start < 0 ? null : /^(\d+):(\d+)/.exec(stack.slice(start + name.length));
    if (match !== null) {
      return { line: Number(match[1]), column: Number(match[2]) };
    }
  }
  return undefined;
}

/** An import of a name that its module does not export: Node prints file and line, the line's text, and a caret below it. */
function linkPosition(stack, file) {
  const [place, , caret] = stack.split('\n');
  const line = /^(.+):(\d+)$/.exec(place);
  return line !== null && [file, pathToFileURL(file).href].includes(line[1]) && caret?.includes('^')
    ? { line: Number(line[2]), column: caret.indexOf('^') + 1 }
    : undefined;
}

/** Node names no position in the syntax errors of ES modules in plain JavaScript; esbuild finds it. */
async function syntaxPosition(thrown, file) {
  if (!(thrown instanceof SyntaxError)) {
    return undefined;
  }
  const { transform } = await import('esbuild');
  try {
    await transform(await readFile(file, 'utf8'), { loader: /ts$/.test(extname(file)) ? 'ts' : 'js', logLevel: 'silent' });
  } catch (error) {
    const at = error.errors?.[0]?.location;
    return at ? { line: at.line, column: at.column + 1 } : undefined;
  }
  return undefined;
}
