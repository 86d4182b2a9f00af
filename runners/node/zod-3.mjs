import { importIfThere } from './zod-copies.mjs';
import { literal, prefix, stringSchema, suffix } from './zod-strings.mjs';

/** The JSON Schema of what a zod 3 schema takes, whichever copy of zod 3 made it. */
export async function fromZod3(schema, file) {
  // Most projects have no zod 3; they need not wait for it.
  const { ignoreOverride, parseDef, zodToJsonSchema } = await import('zod-to-json-schema');
  const zod = await copyThatMade(schema, file);
  return zodToJsonSchema(schema, {
    pipeStrategy: 'input',
    effectStrategy: 'input',
    // Objects drop unknown members unless they are strict, as in zod 4's own conversion.
    removeAdditionalStrategy: 'strict',
    override(def, refs, seen, forced) {
      if (takesAnyInput(def)) {
        return describedAny(def);
      }
      if (seen === undefined || forced) {
        return ignoreOverride;
      }
      // Only what holds itself is a reference: one to elsewhere may miss, since unions and intersections are flattened.
      return isWithin(refs.currentPath, seen.path) ? { $ref: pointer(seen.path) } : parseDef(def, refs, true);
    },
    postProcess: (jsonSchema, def) => acceptWhatZodDoes(jsonSchema, def, zod),
  });
}

/** The zod that the file imports, if it made the schema and is 3.23 or later, which have the same expressions; undefined if not. */
async function copyThatMade(schema, file) {
  for (const name of ['zod', 'zod/v3']) {
    const zod = await importIfThere(file, name);
    const { ZodType, datetimeRegex } = zod?.ZodType ? zod : zod?.default ?? {};
    if (datetimeRegex !== undefined && schema instanceof ZodType) {
      return { datetimeRegex };
    }
  }
  return undefined;
}

// What JSON cannot bring (dates, big integers) is not narrowed either, as zod 4's `unrepresentable: 'any'` has it.
const takesAnyInput = (def) => def.coerce === true || ['ZodCatch', 'ZodDate', 'ZodBigInt'].includes(def.typeName)
  || (def.typeName === 'ZodEffects' && def.effect.type === 'preprocess')
  || (def.typeName === 'ZodLiteral' && typeof def.value === 'bigint')
  || (def.typeName === 'ZodNullable' && takesAnyInput(def.innerType._def))
  || (def.typeName === 'ZodUnion' && def.options.some((option) => takesAnyInput(option._def)));
const describedAny = (def) => (def.description === undefined ? {} : { description: def.description });

const isWithin = (path, outer) => outer.length <= path.length && outer.every((part, index) => part === path[index]);
const pointer = ([root, ...path]) => [root, ...path.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1')))].join('/');

function acceptWhatZodDoes(jsonSchema, def, zod) {
  switch (def.typeName) {
    case 'ZodString':
      return { ...describedAny(def), ...textSchema(def.checks, zod) };
    case 'ZodLiteral':
      return def.value === null || def.value === undefined ? { ...describedAny(def), ...(def.value === null ? { const: null } : { not: {} }) } : jsonSchema;
    case 'ZodRecord':
      return withNames(jsonSchema, def.keyType._def, zod);
    default:
      return jsonSchema;
  }
}

function withNames({ propertyNames, ...record }, keyDef, zod) {
  const key = keyDef.typeName === 'ZodBranded' ? keyDef.type._def : keyDef;
  if (key.typeName === 'ZodString') {
    return key.checks.length === 0 || key.coerce ? record : { ...record, propertyNames: textSchema(key.checks, zod) };
  }
  return propertyNames === undefined ? record : { ...record, propertyNames };
}

const formats = { email: 'email', url: 'uri', uuid: 'uuid', datetime: 'date-time', date: 'date', time: 'time', duration: 'duration' };

function textSchema(checks, zod) {
  const found = { patterns: [] };
  let format;
  let trimmed = false;
  for (const check of checks) {
    if (check.kind === 'toLowerCase' || check.kind === 'toUpperCase') {
      // They change lengths too: "İ" has two lower case characters.
      break;
    }
    trimmed ||= check.kind === 'trim';
    if (check.kind === 'min' || check.kind === 'length') {
      found.min = Math.max(found.min ?? 0, check.value);
    }
    if (!trimmed) {
      if (check.kind === 'max' || check.kind === 'length') {
        found.max = Math.min(found.max ?? Infinity, check.value);
      }
      format ??= formats[check.kind] ?? (check.kind === 'ip' && check.version ? `ip${check.version}` : undefined);
      found.patterns.push(patterns[check.kind]?.(check, zod));
    }
  }
  return { ...stringSchema(found), ...(format !== undefined && { format }) };
}

/** Those of zod, as it does not export them; where its versions differ, the ones of 3.23 and later or the laxest. */
const patterns = {
  regex: (check) => check.regex,
  startsWith: (check) => prefix(check.value),
  endsWith: (check) => suffix(check.value),
  includes: (check) => literal(check.value),
  email: (_, zod) => zod && /^(?!\.)(?!.*\.\.)([A-Z0-9_'+\-.]*)[A-Z0-9_+-]@([A-Z0-9][A-Z0-9-]*\.)+[A-Z]{2,}$/i,
  datetime: (check, zod) => zod?.datetimeRegex(check),
  date: () => /^\d{4}-\d{2}-\d{2}$/,
  uuid: () => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i,
  cuid: () => /^c[^\s-]{8,}$/i,
  cuid2: () => /^[0-9a-z]+$/,
  ulid: () => /^[0-9A-HJKMNP-TV-Z]{26}$/i,
  nanoid: () => /^[a-z0-9_-]{21}$/i,
  emoji: () => /^(\p{Extended_Pictographic}|\p{Emoji_Component})+$/u,
};
