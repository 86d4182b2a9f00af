import { extname } from 'node:path';
import { describeLoadError } from './load-errors.mjs';
import { importFile, requireFile } from './loader.mjs';

/**
 * Loads a project's motia.config.
 * @returns {Promise<{ description: object, authenticate?: Function }>}
 */
export async function loadProject(file) {
  try {
    const config = (await read(file)).default;
    if (config === null || typeof config !== 'object') {
      throw new TypeError(`The default export is ${config === null ? 'null' : typeof config}; it must be config({ … }).`);
    }
    const authenticate = authenticateOf(config.streamAuth);
    const ignored = Object.keys(config).filter((key) => key !== 'streamAuth' && config[key] !== undefined);
    return { description: { authenticate: authenticate !== undefined, ignored }, authenticate };
  } catch (error) {
    return { description: { authenticate: false, ignored: [], error: await describeLoadError(error, file) } };
  }
}

/** Motia compiles this one file to CommonJS; existing ones use require and __dirname beside import. Top-level await needs an ES module. */
async function read(file) {
  if (['.mjs', '.mts'].includes(extname(file))) {
    return importFile(file);
  }
  try {
    return requireFile(file);
  } catch (error) {
    if (/top-level await/i.test(error.message)) {
      return importFile(file);
    }
    throw error;
  }
}

function authenticateOf(streamAuth) {
  if (streamAuth === undefined || streamAuth === null) {
    return undefined;
  }
  if (typeof streamAuth.authenticate !== 'function') {
    throw new TypeError(`streamAuth.authenticate is ${typeof streamAuth.authenticate}; it must be a function ({ headers, url }).`);
  }
  return streamAuth.authenticate.bind(streamAuth);
}
