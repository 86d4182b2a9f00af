// Where a file that does not load is wrong, in the positions of the source.
import { readFile } from 'node:fs/promises';
import { dirname, extname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeError } from './errors.mjs';

/** `{ message, line? }`: the line when the fault is in the file itself; when it is in another of the project, the message ends with its place. */
export async function describeLoadError(thrown, file) {
  const { message, stack } = describeError(thrown);
  return compilationFault(message, file)
    ?? await missingImport(message, thrown, file)
    ?? placed(message, placeInFrames(stack.replace(message, '')) ?? linkPlace(stack) ?? await syntaxPlace(thrown, file), file);
}

/** @param {{ path: string, line: number, column: number } | undefined} place */
function placed(message, place, file) {
  if (place === undefined) {
    return { message };
  }
  const { path, line, column } = place;
  if (path === file) {
    return { message, line };
  }
  const fromProject = relative('', path);
  return { message: `${message} (${fromProject.startsWith('..') ? path : fromProject}:${line}:${column})` };
}

/** What esbuild says of TypeScript, and tsx of CommonJS. It counts columns from 0. */
function compilationFault(message, file) {
  const match = /^Transform failed with [^]*?^(.+):(\d+):(\d+): ERROR: (.+)$/m.exec(message);
  return match === null ? undefined : placed(match[4], { path: match[1], line: Number(match[2]), column: Number(match[3]) + 1 }, file);
}

/** Node names the importing file of a missing module, but no line: the line is where the file's text names the module. */
async function missingImport(message, thrown, file) {
  const match = /^Cannot find (?:module|package) '([^']+)'(?: imported from (.+))?/.exec(message);
  const importer = match === null ? undefined : match[2] ?? thrown.requireStack?.[0];
  return importer === undefined
    ? undefined
    : placed(`Cannot find ${match[1]}, imported from ${importer}`, isOwn(importer) ? await placeOfImport(match[1], importer) : undefined, file);
}

async function placeOfImport(module, importer) {
  // Whoever threw it may name what is no file.
  const text = await readFile(importer, 'utf8').catch(() => '');
  for (const { index, 2: specifier } of text.matchAll(/(['"])([^'"\n]+)\1/g)) {
    if (specifier === module || resolve(dirname(importer), specifier) === module) {
      const before = text.slice(0, index).split('\n');
      return { path: importer, line: before.length, column: before.at(-1).length + 1 };
    }
  }
  return undefined;
}

/** The first frame of the project's own code. */
function placeInFrames(stack) {
  for (const [, path, line, column] of stack.matchAll(/^\s+at (?:async |.*\()?((?:file:\/\/)?\/.+):(\d+):(\d+)\)?$/gm)) {
    if (isOwn(plainPath(path))) {
      return { path: plainPath(path), line: Number(line), column: Number(column) };
    }
  }
  return undefined;
}

/** An import of a name that its module does not export: Node prints file and line, the line's text, and a caret below it. */
function linkPlace(stack) {
  const [place, , caret] = stack.split('\n');
  const found = /^((?:file:\/\/)?\/.+):(\d+)$/.exec(place);
  return found !== null && caret?.includes('^')
    ? { path: plainPath(found[1]), line: Number(found[2]), column: caret.indexOf('^') + 1 }
    : undefined;
}

const isOwn = (path) => isAbsolute(path) && !path.includes('/node_modules/');
const plainPath = (path) => (path.startsWith('file://') ? fileURLToPath(path) : path);

/** Node names no position in the syntax errors of ES modules in plain JavaScript; esbuild finds it. */
async function syntaxPlace(thrown, file) {
  if (!(thrown instanceof SyntaxError)) {
    return undefined;
  }
  const { transform } = await import('esbuild');
  try {
    await transform(await readFile(file, 'utf8'), { loader: /ts$/.test(extname(file)) ? 'ts' : 'js', logLevel: 'silent' });
  } catch (error) {
    const at = error.errors?.[0]?.location;
    return at ? { path: file, line: at.line, column: at.column + 1 } : undefined;
  }
  return undefined;
}
