// Loads a project's files: TypeScript and JavaScript, ES modules and CommonJS, through tsx and its source maps.
import Module, { createRequire } from 'node:module';
import { dirname, isAbsolute, resolve as resolvePath, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isModuleNamespaceObject } from 'node:util/types';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { register as registerImport } from 'tsx/esm/api';
import { register as registerRequire } from 'tsx/cjs/api';
import { scheme } from './hooks.mjs';
import substitutes from './substitutes.cjs';

const requireCache = createRequire(import.meta.url).cache;
const ownDirectory = dirname(fileURLToPath(import.meta.url)) + sep;
const modules = new Set();
let imported;

export function registerLoader() {
  registerImport();
  registerRequire();
  const { port1, port2 } = new MessageChannel();
  imported = port1;
  Module.register('./hooks.mjs', import.meta.url, { data: { port: port2 }, transferList: [port2] });

  // Node 20 has no public hook for require; this is what every loader uses, tsx too.
  const resolveFilename = Module._resolveFilename;
  Module._resolveFilename = function resolve(specifier, parent, ...rest) {
    const substitute = substitutes.substituteFor(specifier);
    if (substitute !== undefined) {
      return substitute;
    }
    try {
      const found = resolveFilename.call(this, specifier, parent, ...rest);
      // tsx puts what it wants to know of a file behind its name.
      modules.add(found.split('?', 1)[0]);
      return found;
    } catch (error) {
      if (error.code === 'MODULE_NOT_FOUND' && /^\.{0,2}\//.test(specifier) && parent?.filename) {
        modules.add(resolvePath(dirname(parent.filename), specifier));
      }
      const standIn = error.code === 'MODULE_NOT_FOUND' ? substitutes.substituteForMissing(specifier) : undefined;
      if (standIn === undefined) {
        throw error;
      }
      return standIn;
    }
  };
}

/** The project's own files that were loaded so far, or looked for in vain: not those of packages. */
export function loadedModules() {
  for (let told = receiveMessageOnPort(imported); told !== undefined; told = receiveMessageOnPort(imported)) {
    modules.add(fileURLToPath(told.message));
  }
  return [...modules].filter((file) => isAbsolute(file) && !file.startsWith(ownDirectory) && !file.includes(`${sep}node_modules${sep}`));
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
