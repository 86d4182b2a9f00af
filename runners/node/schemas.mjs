// Schemas of a project as JSON Schema: of the project's own zod, of either major version, or of whatever can say it itself.
import { fromZod3 } from './zod-3.mjs';
import { fromZod4 } from './zod-4.mjs';

/**
 * @param {unknown} schema
 * @param {string} field what the config calls it
 * @param {string} file the step's file, whose zod is used
 */
export async function toJsonSchema(schema, field, file) {
  if (isZod4(schema)) {
    return fromZod4(schema, field, file);
  }
  if (isZod3(schema)) {
    return fromZod3(schema, file);
  }
  if (typeof schema?.toJSONSchema === 'function') {
    return schema.toJSONSchema();
  }
  if (typeof schema?.toJSON === 'function') {
    return schema.toJSON();
  }
  if (typeof schema === 'boolean') {
    return schema;
  }
  if (!isPlainObject(schema)) {
    throw new TypeError(`${field} is ${kindOf(schema)}, which is no schema; `
      + 'allowed are a zod schema, a JSON Schema object and an object with toJSONSchema().');
  }
  rejectForeignParts(schema, field, new Set());
  return schema;
}

// By shape and not by class: the project has a copy of its own, and may have several.
const isZod4 = (value) => typeof value === 'object' && value !== null && typeof value._zod?.def === 'object';
const isZod3 = (value) => typeof value === 'object' && value !== null && String(value._def?.typeName).startsWith('Zod');

/** Other libraries' schemas may be plain objects too; functions in them show it. */
function rejectForeignParts(value, path, seen) {
  seen.add(value);
  for (const [key, item] of Object.entries(value)) {
    const itemPath = `${path}.${key}`;
    if (isZod3(item) || isZod4(item)) {
      throw new TypeError(`${itemPath} is a zod schema inside a plain object; ${path} must be one zod schema: z.object({ ${key}: … }).`);
    }
    if (typeof item === 'function') {
      throw new TypeError(`${itemPath} is a function, so ${path} is no JSON Schema; convert it with its library first.`);
    }
    if (isPlainObject(item) && !seen.has(item)) {
      rejectForeignParts(item, itemPath, seen);
    }
  }
}

function isPlainObject(value) {
  const prototype = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined;
  // Objects of other realms have a prototype of their own realm, whose own prototype is null.
  return prototype === null || (prototype !== undefined && !Array.isArray(value) && Object.getPrototypeOf(prototype) === null);
}

function kindOf(value) {
  if (Array.isArray(value)) {
    return 'an array';
  }
  return typeof value === 'object' ? `an object of class ${value.constructor?.name}` : `a ${typeof value}`;
}
