import { importFile } from './loader.mjs';
import { describeLoadError } from './load-errors.mjs';
import { plainConfig } from './plain-config.mjs';

/**
 * @typedef {object} Step
 * @property {string} file
 * @property {string[]} flows
 * @property {Function | undefined} handler
 * @property {Function[]} middleware
 * @property {Function | undefined} [canAccess]
 * @property {Function | undefined} [authenticate] of the project's config, which is called like a step
 */

/**
 * Loads a step or stream file.
 * @returns {Promise<{ description: object, step?: Step }>} the description is what the silo is told
 */
export async function loadStep(file) {
  try {
    const exported = await importFile(file);
    const config = exported.get('config');
    const handler = exported.get('handler');
    const step = {
      file,
      flows: Array.isArray(config?.flows) ? config.flows : [],
      handler: typeof handler === 'function' ? handler.bind(exported.ownerOf('handler')) : undefined,
      middleware: middlewareOf(config),
      canAccess: canAccessOf(config),
    };
    const description = { file, handler: step.handler !== undefined, middleware: step.middleware.length, canAccess: step.canAccess !== undefined };
    if (config !== undefined) {
      description.config = await plainConfig(configObject(config), file);
    }
    return { description, step };
  } catch (error) {
    return { description: { file, error: await describeLoadError(error, file) } };
  }
}

function configObject(config) {
  if (config === null || typeof config !== 'object' || Array.isArray(config)) {
    throw new TypeError(`config is ${config === null ? 'null' : typeof config}; `
      + "it must be an object such as { type: 'event', name: 'OnOrder', subscribes: ['order'] }.");
  }
  return config;
}

function middlewareOf(config) {
  const middleware = config?.middleware ?? [];
  if (!Array.isArray(middleware)) {
    throw new TypeError(`middleware is ${typeof middleware}; it must be an array of functions (req, ctx, next).`);
  }
  middleware.forEach((entry, index) => {
    if (typeof entry !== 'function') {
      throw new TypeError(`middleware[${index}] is ${entry === null ? 'null' : typeof entry}; each entry must be a function (req, ctx, next).`);
    }
  });
  return middleware;
}

function canAccessOf(config) {
  const canAccess = config?.canAccess;
  if (canAccess !== undefined && typeof canAccess !== 'function') {
    throw new TypeError(`canAccess is ${canAccess === null ? 'null' : typeof canAccess}; it must be a function (subscription, authContext).`);
  }
  return canAccess?.bind(config);
}
