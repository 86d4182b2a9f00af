// A file's config as plain JSON (docs/runner-protocol.md, "Loading").
import { toJsonSchema } from './schemas.mjs';

const schemaFields = ['bodySchema', 'input', 'schema'];

// JSON is read to 64 levels; some of them are around the config.
const maxLevels = 60;

/** The config without what only this process can use: middleware and canAccess. */
export async function plainConfig(config, file) {
  const { middleware, canAccess, responseSchema, ...rest } = config;
  for (const field of schemaFields) {
    if (field in rest) {
      rest[field] = await schemaOrNone(rest[field], field, file);
    }
  }
  if (responseSchema !== undefined && responseSchema !== null) {
    rest.responseSchema = await responseSchemas(responseSchema, file);
  }
  return plain(rest, '', []);
}

async function responseSchemas(schemas, file) {
  if (typeof schemas !== 'object') {
    throw new TypeError(`responseSchema is ${typeof schemas}; it maps status codes to schemas: { 200: schema }.`);
  }
  return Object.fromEntries(await Promise.all(
    Object.entries(schemas).map(async ([status, schema]) => [status, await schemaOrNone(schema, `responseSchema.${status}`, file)])));
}

/** Motia takes null for "no schema"; what is undefined is left out of the JSON. */
const schemaOrNone = async (schema, field, file) => (schema === undefined || schema === null ? undefined : toJsonSchema(schema, field, file));

/** What JSON makes of a value, and of a function `{ $function: true }`. */
function plain(value, path, above) {
  if (typeof value === 'function') {
    return { $function: true };
  }
  if (typeof value === 'bigint') {
    throw new TypeError(`${path} is the BigInt ${value}n, which JSON cannot say; use a number or a string.`);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (above.includes(value)) {
    throw new TypeError(`${path} is circular: it contains itself.`);
  }
  if (above.length === maxLevels) {
    throw new TypeError(`${/^[^.[]*/.exec(path)} is nested deeper than the ${maxLevels} levels that a config may have; `
      + 'a schema says less at a time with $ref.');
  }
  if (typeof value.toJSON === 'function') {
    return plain(value.toJSON(), path, [...above, value]);
  }
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return value.map((item, index) => plain(item, `${path}[${index}]`, inside));
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item, path === '' ? key : `${path}.${key}`, inside)]));
}
