import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { module, writeProject } from './support/project.mjs';

/** The config of a step whose source is given, in a project with the given packages. */
async function configOf(t, source, dependencies, manifest = module) {
  const project = await writeProject(t, { 'package.json': manifest, 'a.step.ts': source }, dependencies);
  const peer = await startRunner(t, project.root);
  const { files: [file] } = await peer.load([project.path('a.step.ts')]);
  return file.error ? { error: file.error.message } : file.config;
}

const order = `z.object({
  id: z.string().min(2),
  count: z.number().int().default(1),
  note: z.string().optional(),
  at: z.coerce.date(),
  amount: z.coerce.number(),
  tags: z.array(z.enum(['a', 'b'])).max(3),
  trimmed: z.string().transform((text) => text.length),
  any: z.preprocess((value) => value, z.number()),
  rescued: z.number().catch(0),
  flag: z.coerce.boolean(),
})`;

const expected = {
  properties: {
    id: { type: 'string', minLength: 1, if: { pattern: '^[\\u0000-\\ud7ff\\ue000-\\uffff]*$' }, then: { minLength: 2 } },
    count: { type: 'integer', default: 1 },
    note: { type: 'string' },
    at: {},
    amount: {},
    tags: { type: 'array', maxItems: 3, items: { type: 'string', enum: ['a', 'b'] } },
    trimmed: { type: 'string' },
    any: {},
    rescued: {},
    flag: {},
  },
};

for (const [name, dependencies, source] of [
  ['zod 4', { zod: 'zod-4' }, `import { z } from 'zod'`],
  ['zod 4 inside zod 3.25', { zod: 'zod' }, `import { z } from 'zod/v4'`],
  ['zod 3', { zod: 'zod-3' }, `import { z } from 'zod'`],
  ['zod 3.25', { zod: 'zod' }, `import { z } from 'zod'`],
]) {
  for (const [kind, manifest] of [['an ES module', module], ['CommonJS', '{}']]) {
    test(`a schema of ${name} is told as JSON Schema of what comes in, in ${kind}`, async (t) => {
      const { error, bodySchema } = await configOf(t, `${source}\nexport const config = { bodySchema: ${order} }`, dependencies, manifest);
      assert.equal(error, undefined);
      assert.equal(bodySchema.type, 'object');
      for (const [property, schema] of Object.entries(expected.properties)) {
        const { minimum, maximum, ...actual } = bodySchema.properties[property];
        assert.deepEqual(property === 'rescued' ? typed(actual) : actual, schema, property);
      }
      assert.ok(bodySchema.required.includes('id') && bodySchema.required.includes('tags'));
      assert.deepEqual(['count', 'note', 'rescued', 'flag'].filter((name) => bodySchema.required.includes(name)), []);
      assert.notEqual(bodySchema.additionalProperties, false);
    });
  }
}

// zod 4 tells the value that rescues as a default.
const typed = ({ default: _rescue, ...schema }) => schema;

test('zod 3 schemas that are strict refuse other members, and recursive ones refer to themselves', async (t) => {
  const { input, bodySchema } = await configOf(t, `import { z } from 'zod'
    const node: z.ZodType<any> = z.lazy(() => z.object({ children: z.array(node) }))
    export const config = { input: z.object({}).strict(), bodySchema: node }`, { zod: 'zod-3' });
  assert.equal(input.additionalProperties, false);
  assert.deepEqual(bodySchema.properties.children.items, { $ref: '#' });
});

test('descriptions that zod 4 keeps in its registry are in the schema, so it is the copy that the step has', async (t) => {
  for (const manifest of [module, '{}']) {
    const { input } = await configOf(t, `import { z } from 'zod'\nexport const config = { input: z.object({ a: z.string().describe('the a') }) }`, { zod: 'zod-4' }, manifest);
    assert.equal(input.properties.a.description, 'the a');
  }
});

test('every place of a schema is converted, and null says that there is none', async (t) => {
  const config = await configOf(t, `import { z } from 'zod'
    const s = z.object({ a: z.string() })
    export const config = { bodySchema: s, input: null, schema: s, responseSchema: { 200: s, 404: z.object({ error: z.string() }), 500: null } }`, { zod: 'zod-4' });
  assert.equal(config.bodySchema.properties.a.type, 'string');
  assert.equal(config.schema.properties.a.type, 'string');
  assert.ok(!('input' in config));
  assert.deepEqual(Object.keys(config.responseSchema), ['200', '404']);
  assert.equal(config.responseSchema[404].properties.error.type, 'string');
});

test('a JSON Schema object is passed on as it is', async (t) => {
  const schema = { type: 'object', properties: { a: { type: ['string', 'null'] } }, required: ['a'], 'x-mine': [1, { b: false }] };
  assert.deepEqual(await configOf(t, `export const config = { input: ${JSON.stringify(schema)}, bodySchema: true }`), { input: schema, bodySchema: true });
});

test('an object that can say its JSON Schema is asked', async (t) => {
  assert.deepEqual(await configOf(t, `
    class Says { toJSONSchema() { return { type: 'string' } } }
    class Plain { toJSON() { return { type: 'number' } } }
    export const config = { input: new Says(), schema: new Plain() }`), { input: { type: 'string' }, schema: { type: 'number' } });
});

const noSchemas = [
  ['a string', `{ bodySchema: 'string' }`, /^bodySchema is a string, which is no schema; allowed are/],
  ['a class', `{ responseSchema: { 200: new (class Mine {}) } }`, /^responseSchema\.200 is an object of class Mine, which is no schema/],
  ['a function', `{ input: () => {} }`, /^input is a function, which is no schema/],
  ['a plain object of zod schemas', `{ input: { name: z.string() } }`, /^input\.name is a zod schema inside a plain object; .*z\.object\(/],
  ['a schema of a library that is not known', `{ schema: { kind: 'schema', check() {} } }`, /^schema\.check is a function, so schema is no JSON Schema/],
  ['a list', `{ schema: [] }`, /^schema is an array, which is no schema/],
];

test('a value that is no schema is an error that names the field', async (t) => {
  const names = noSchemas.map((_, index) => `${index}.step.ts`);
  const project = await writeProject(t,
    Object.fromEntries(names.map((name, index) => [name, `import { z } from 'zod'\nexport const config: object = ${noSchemas[index][1]}`])), { zod: 'zod-3' });
  const { files } = await (await startRunner(t, project.root)).load(names.map(project.path));
  for (const [index, [what, , message]] of noSchemas.entries()) {
    await t.test(what, () => assert.match(files[index].error.message, message));
  }
});
