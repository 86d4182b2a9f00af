import { importFrom } from './loader.mjs';

// zod 3.25 has zod 4 under a name of its own.
const packages = ['zod', 'zod/v4'];
const notFound = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED']);
const annotations = new Set(['$schema', 'title', 'description', 'default', 'examples', 'deprecated']);
const options = { io: 'input', unrepresentable: 'any', override: acceptAnyInput };

/** The JSON Schema of what a zod 4 schema takes, by the zod that the file would import. */
export async function fromZod4(schema, field, file) {
  for (const name of packages) {
    const zod = await importIfThere(file, name);
    const convert = zod?.toJSONSchema ?? zod?.z?.toJSONSchema ?? zod?.default?.toJSONSchema;
    if (convert !== undefined) {
      return convert(schema, options);
    }
  }
  if (typeof schema.toJSONSchema === 'function') {
    return schema.toJSONSchema(options);
  }
  throw new TypeError(`${field} is a zod 4 schema, but neither ${packages.join(' nor ')} with toJSONSchema can be imported `
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
  if (takesAnyInput(def)) {
    for (const key of Object.keys(jsonSchema)) {
      if (!annotations.has(key)) {
        delete jsonSchema[key];
      }
    }
  }
  if (def.type === 'object') {
    jsonSchema.required = jsonSchema.required?.filter((name) => !takesAnyInput(def.shape[name]._zod.def));
  }
}

const takesAnyInput = (def) => def.coerce === true || def.type === 'catch' || (def.type === 'pipe' && def.in._zod.def.type === 'transform');
