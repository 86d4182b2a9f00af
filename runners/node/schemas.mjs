// Schemas of a project as JSON Schema: of the project's own zod, of either major version, or of whatever can say it itself.
import { importFrom } from './loader.mjs';

// zod 3.25 has zod 4 under a name of its own.
const zod4Packages = ['zod', 'zod/v4'];
const notFound = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);

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
    return fromZod3(schema);
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
  rejectNestedZod(schema, field, new Set());
  return schema;
}

// By shape and not by class: the project has a copy of its own, and may have several.
const isZod4 = (value) => typeof value === 'object' && value !== null && typeof value._zod?.def === 'object';
const isZod3 = (value) => typeof value === 'object' && value !== null && String(value._def?.typeName).startsWith('Zod');

const annotations = new Set(['$schema', 'title', 'description', 'default', 'examples', 'deprecated']);
const zod4Options = { io: 'input', unrepresentable: 'any', override: acceptAnyInput };

async function fromZod4(schema, field, file) {
  for (const name of zod4Packages) {
    const zod = await importIfThere(file, name);
    const convert = zod?.toJSONSchema ?? zod?.z?.toJSONSchema ?? zod?.default?.toJSONSchema;
    if (convert !== undefined) {
      return convert(schema, zod4Options);
    }
  }
  if (typeof schema.toJSONSchema === 'function') {
    return schema.toJSONSchema(zod4Options);
  }
  throw new TypeError(`${field} is a zod 4 schema, but neither ${zod4Packages.join(' nor ')} with toJSONSchema can be imported `
    + `from ${file}; install zod in the project.`);
}

async function importIfThere(file, name) {
  try {
    return await importFrom(file, name);
  } catch (error) {
    if (notFound.has(error.code)) {
      return undefined;
    }
    throw error;
  }
}

/**
 * `z.coerce`, `z.preprocess` and `catch` take any input, of which zod's conversion says nothing:
 * a body that the handler's own parse takes must not be refused.
 */
function acceptAnyInput({ zodSchema, jsonSchema }) {
  const { def } = zodSchema._zod;
  const isPreprocessed = def.type === 'pipe' && def.in._zod.def.type === 'transform';
  if (def.coerce === true || def.type === 'catch' || isPreprocessed) {
    for (const key of Object.keys(jsonSchema)) {
      if (!annotations.has(key)) {
        delete jsonSchema[key];
      }
    }
  }
}

async function fromZod3(schema) {
  // Most projects have no zod 3; they need not wait for it.
  const { ignoreOverride, zodToJsonSchema } = await import('zod-to-json-schema');
  return zodToJsonSchema(schema, {
    pipeStrategy: 'input',
    effectStrategy: 'input',
    // Objects drop unknown members unless they are strict, as in zod 4's own conversion.
    removeAdditionalStrategy: 'strict',
    override: (def) => (takesAnyInput(def) ? describedAny(def) : ignoreOverride),
  });
}

// What JSON cannot bring (dates, big integers) is not narrowed either, as zod 4's `unrepresentable: 'any'` has it.
const takesAnyInput = (def) => def.coerce === true || ['ZodCatch', 'ZodDate', 'ZodBigInt'].includes(def.typeName)
  || (def.typeName === 'ZodEffects' && def.effect.type === 'preprocess');
const describedAny = (def) => (def.description === undefined ? {} : { description: def.description });

function rejectNestedZod(value, path, seen) {
  seen.add(value);
  for (const [key, item] of Object.entries(value)) {
    const itemPath = `${path}.${key}`;
    if (isZod3(item) || isZod4(item)) {
      throw new TypeError(`${itemPath} is a zod schema inside a plain object; ${path} must be one zod schema: z.object({ ${key}: … }).`);
    }
    if (isPlainObject(item) && !seen.has(item)) {
      rejectNestedZod(item, itemPath, seen);
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
