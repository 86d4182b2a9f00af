// Resolution of imports, on the loader's thread. Registered after tsx, so it is asked first and passes the rest on.
import { pathToFileURL } from 'node:url';
import substitutes from './substitutes.cjs';

/** `motia-runner:{"file":…,"specifier":…}` imports what the file would get. */
export const scheme = 'motia-runner:';

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
    return await next(specifier, context);
  } catch (error) {
    const standIn = error.code === 'ERR_MODULE_NOT_FOUND' ? substitutes.substituteForMissing(specifier) : undefined;
    if (standIn === undefined) {
      throw error;
    }
    return own(standIn);
  }
}

function own(file) {
  return { url: pathToFileURL(file).href, format: 'commonjs', shortCircuit: true };
}
