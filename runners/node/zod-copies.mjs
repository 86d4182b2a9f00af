import { importFrom } from './loader.mjs';

const notFound = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);

/** A package as the file itself would get it, or undefined when it has none. */
export async function importIfThere(file, name) {
  try {
    return await importFrom(file, name);
  } catch (error) {
    if (notFound.has(error.code)) {
      return undefined;
    }
    throw error;
  }
}
