// Resolution of imports, on the loader's thread. Registered after tsx, so it is asked first and passes the rest on.
import { pathToFileURL } from 'node:url';
import substitutes from './substitutes.cjs';

/** `motia-runner:{"file":…,"specifier":…}` imports what the file would get. */
export const scheme = 'motia-runner:';

let told;
const known = new Set();

/** @param {{ port: import('node:worker_threads').MessagePort }} data where the loader's side is told which files were found, or looked for in vain */
export function initialize({ port }) {
  told = port;
}

export async function resolve(specifier, context, next) {
  if (specifier.startsWith(scheme)) {
    const { file, specifier: wanted } = JSON.parse(decodeURIComponent(specifier.slice(scheme.length)));
    return next(wanted, { ...context, parentURL: pathToFileURL(file).href });
  }
  const substitute = substitutes.substituteFor(specifier);
  if (substitute !== undefined) {
    return own(substitute);
  }
  try {
    const found = await next(specifier, context);
    tell(found.url);
    return found;
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND' && /^\.{0,2}\//.test(specifier) && context.parentURL?.startsWith('file:')) {
      tell(new URL(specifier, context.parentURL).href);
    }
    const standIn = error.code === 'ERR_MODULE_NOT_FOUND' ? substitutes.substituteForMissing(specifier) : undefined;
    if (standIn === undefined) {
      throw error;
    }
    return own(standIn);
  }
}

function tell(url) {
  if (url.startsWith('file:') && !known.has(url)) {
    known.add(url);
    told.postMessage(url);
  }
}

function own(file) {
  return { url: pathToFileURL(file).href, format: 'commonjs', shortCircuit: true };
}
