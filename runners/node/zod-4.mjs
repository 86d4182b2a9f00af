import { importIfThere } from './zod-copies.mjs';
import { literal, stringSchema } from './zod-strings.mjs';

// zod 3.25 has zod 4 under a name of its own.
const packages = ['zod', 'zod/v4'];
const annotations = new Set(['$schema', 'title', 'description', 'default', 'examples', 'deprecated']);
const options = { io: 'input', unrepresentable: 'any', override };

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

function override({ zodSchema, jsonSchema }) {
  mend(zodSchema, jsonSchema);
  // zod calls it for no schema that another is a copy of, as `describe` makes one; these are mended as parts of what holds them.
  for (const [part, partSchema] of parts(zodSchema._zod.def, jsonSchema)) {
    if (part && partSchema && partSchema.$ref === undefined) {
      mend(part, partSchema);
    }
  }
}

/** Mends what zod's conversion says narrower than zod parses: a body that the handler's own parse takes must not be refused. */
function mend(zodSchema, jsonSchema) {
  const { def } = zodSchema._zod;
  const wrapped = wrappers[def.type]?.(zodSchema._zod);
  if (wrapped && jsonSchema.$ref === undefined && !takesAnyInput(def)) {
    mend(wrapped, jsonSchema);
  }
  if (takesAnyInput(def)) {
    remove(jsonSchema, Object.keys(jsonSchema).filter((key) => !annotations.has(key)));
    return;
  }
  switch (def.type) {
    case 'string':
      remove(jsonSchema, ['minLength', 'maxLength', 'pattern', 'allOf', ...(overwrites(def) ? ['format', 'contentEncoding'] : [])]);
      Object.assign(jsonSchema, stringSchema(checksBeforeOverwrite(def)));
      break;
    case 'number':
      if (overwrites(def)) {
        remove(jsonSchema, ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']);
        jsonSchema.type = 'number';
      }
      break;
    case 'array':
      if (overwrites(def)) {
        remove(jsonSchema, ['minItems', 'maxItems']);
      }
      break;
    case 'object':
      jsonSchema.required = jsonSchema.required?.filter((name) => !takesNothing(def.shape[name]));
      break;
    case 'record':
      // Names are strings, also where zod looks for the members 1 and 2.
      if (jsonSchema.propertyNames?.type !== 'string') {
        delete jsonSchema.propertyNames;
      }
      break;
    case 'undefined':
    case 'void':
      // JSON has no such value; a member may be lacking.
      jsonSchema.not = {};
      break;
    case 'literal':
      // Of several booleans zod says that they are strings.
      if (jsonSchema.enum !== undefined) {
        delete jsonSchema.type;
      }
      break;
  }
}

/** What has the JSON Schema of another, and which. */
const inner = ({ def }) => def.innerType;
const wrappers = {
  optional: inner, nonoptional: inner, default: inner, prefault: inner, readonly: inner, promise: inner,
  lazy: ({ innerType }) => innerType,
  pipe: ({ def }) => def.in,
};

/** The schemas that one holds, with their JSON Schemas. */
function parts(def, { properties, items, prefixItems, anyOf, allOf, propertyNames, additionalProperties }) {
  switch (def.type) {
    case 'object':
      return [...Object.entries(properties ?? {}).map(([name, property]) => [def.shape[name], property]), [def.catchall, additionalProperties]];
    case 'array':
      return [[def.element, items]];
    case 'tuple':
      return [...def.items.map((item, index) => [item, prefixItems?.[index]]), [def.rest, items]];
    case 'record':
      return [[def.keyType, propertyNames], [def.valueType, additionalProperties]];
    case 'union':
      return def.options.map((option, index) => [option, anyOf?.[index]]);
    case 'nullable':
      return [[def.innerType, anyOf?.[0]]];
    case 'intersection':
      return allOf?.length === 2 ? [[def.left, allOf[0]], [def.right, allOf[1]]] : [];
    default:
      return [];
  }
}

// `z.coerce`, `z.preprocess`, `catch` and `z.success` take any input, of which zod's conversion says nothing.
const takesAnyInput = (def) => def.coerce === true || ['catch', 'success'].includes(def.type)
  || (def.type === 'pipe' && def.in._zod.def.type === 'transform');

/** Whether an object may lack it; what cannot be told without waiting may be lacking. */
function takesNothing(schema) {
  try {
    const result = schema._zod.run({ value: undefined, issues: [] }, { async: false });
    return !Array.isArray(result.issues) || result.issues.length === 0;
  } catch {
    return true;
  }
}

const checksOf = (def) => [def, ...(def.checks ?? []).map((check) => check._zod.def)];
const overwrites = (def) => checksOf(def).some(({ check }) => check === 'overwrite');

// zod checks these with code, and some texts pass that its expression does not match.
const checkedByCode = new Set(['url', 'ipv6', 'cidrv6', 'base64', 'jwt', 'json_string']);

/** `trim`, `toLowerCase` and their like change the text, so the checks after them say nothing of what comes in. */
function checksBeforeOverwrite(def) {
  const found = { min: 0, max: Infinity, patterns: [] };
  for (const check of checksOf(def)) {
    switch (check.check) {
      case 'overwrite':
        return found;
      case 'min_length':
        found.min = Math.max(found.min, check.minimum);
        break;
      case 'max_length':
        found.max = Math.min(found.max, check.maximum);
        break;
      case 'length_equals':
        found.min = Math.max(found.min, check.length);
        found.max = Math.min(found.max, check.length);
        break;
      case 'string_format':
        // zod's own pattern for `includes` with a position means at that position, and not from it on.
        found.patterns.push(check.format === 'includes' ? literal(check.includes) : checkedByCode.has(check.format) ? undefined : check.pattern);
        break;
    }
  }
  return found;
}

function remove(object, keys) {
  for (const key of keys) {
    delete object[key];
  }
}
