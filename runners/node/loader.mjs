// Loads a project's files: TypeScript and JavaScript, ES modules and CommonJS, through tsx and its source maps.
import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { isModuleNamespaceObject } from 'node:util/types';
import { register as registerImport } from 'tsx/esm/api';
import { register as registerRequire } from 'tsx/cjs/api';
import { scheme } from './hooks.mjs';
import substitutes from './substitutes.cjs';

const requireCache = createRequire(import.meta.url).cache;

export function registerLoader() {
  registerImport();
  registerRequire();
  Module.register('./hooks.mjs', import.meta.url);

  // Node 20 has no public hook for require; this is what every loader uses, tsx too.
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function resolve(specifier, ...rest) {
    const substitute = substitutes.substituteFor(specifier);
    if (substitute !== undefined) {
      return substitute;
    }
    try {
      return resolveFilename.call(this, specifier, ...rest);
    } catch (error) {
      const standIn = error.code === 'MODULE_NOT_FOUND' ? substitutes.substituteForMissing(specifier) : undefined;
      if (standIn === undefined) {
        throw error;
      }
      return standIn;
    }
  };
}

/** What a file exports, by name: `export const x`, `module.exports = { x }`, or a default export `{ x }`. */
export async function importFile(file) {
  return exportsOf(await import(pathToFileURL(file).href));
}

/** The same, compiled to CommonJS whatever its package says. */
export function requireFile(file) {
  return exportsOf(createRequire(file)(file));
}

/** A package as the file itself would get it, so that both share one copy of it. */
export async function importFrom(file, specifier) {
  return file in requireCache
    ? createRequire(file)(specifier)
    : import(scheme + encodeURIComponent(JSON.stringify({ file, specifier })));
}

function exportsOf(namespace) {
  // A CommonJS module is the default export of its namespace, and may have a default export of its own.
  const places = [namespace, namespace.default, namespace.default?.default].filter((place) => place !== null && place !== undefined);
  const get = (name) => places.find((place) => place[name] !== undefined)?.[name];
  return {
    get,
    /** The object whose member it is, other than a module's namespace. */
    ownerOf(name) {
      const value = get(name);
      return places.find((place) => place[name] === value && !isModuleNamespaceObject(place) && !place.__esModule);
    },
    default: places.at(-1),
  };
}
