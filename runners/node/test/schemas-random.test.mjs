import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Ajv } from 'ajv';
import { z as zod325 } from 'zod';
import { z as zod325v4 } from 'zod/v4';
import { z as zod323 } from 'zod-3';
import { z as zod41 } from 'zod-4';
import { table, tableOf3, tableOf4 } from './schemas-table.mjs';
import { startRunner } from './support/peer.mjs';
import { module, writeProject } from './support/project.mjs';

const seed = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 31));
const bodiesOfEach = 150;

for (const [name, z, of, dependencies, from] of [
  ['zod 3.23', zod323, 'tableOf3', { zod: 'zod-3' }, 'zod'],
  ['zod 3.25', zod325, 'tableOf3', { zod: 'zod' }, 'zod'],
  ['zod 4 inside 3.25', zod325v4, 'table', { zod: 'zod' }, 'zod/v4'],
  ['zod 4.1', zod41, 'tableOf4', { zod: 'zod-4' }, 'zod'],
]) {
  test(`what a schema of ${name} takes its JSON Schema takes, with seed ${seed}`, async (t) => {
    const entries = Object.entries({ table, tableOf3, tableOf4 }[of](z));
    const schemas = await converted(t, of, dependencies, from);
    for (const [schemaName, [zodSchema, taken, refused = []]] of entries) {
      const accepts = validator(schemas[schemaName]);
      const random = generator(seed);
      for (const body of taken) {
        assert.ok(zodSchema.safeParse(body).success, `zod refuses ${schemaName} ${JSON.stringify(body)}; mend the table`);
      }
      const bodies = [...taken, ...Array.from({ length: bodiesOfEach }, () => changed(random, pick(random, [...taken, ...refused, ...edges])))];
      for (const body of bodies) {
        // A body may be changed by parsing it.
        const text = JSON.stringify(body);
        if (zodSchema.safeParse(JSON.parse(text)).success) {
          assert.ok(accepts(JSON.parse(text)), `${schemaName} refuses ${text}: ${JSON.stringify(schemas[schemaName])}`);
        }
      }
      for (const body of refused) {
        assert.ok(!accepts(body), `${schemaName} takes ${JSON.stringify(body)}: ${JSON.stringify(schemas[schemaName])}`);
      }
    }
  });
}

/** The table's schemas as a step's config tells them. */
async function converted(t, of, dependencies, from) {
  const source = `import { z } from '${from}'
    import { ${of} } from '${new URL('schemas-table.mjs', import.meta.url)}'
    export const config = { responseSchema: Object.fromEntries(Object.entries(${of}(z)).map(([name, [schema]]) => [name, schema])) }`;
  const project = await writeProject(t, { 'package.json': module, 'a.step.ts': source }, dependencies);
  const { files: [file] } = await (await startRunner(t, project.root)).load([project.path('a.step.ts')]);
  assert.equal(file.error, undefined);
  return file.config.responseSchema;
}

// Formats are notes, as they are to the silo.
const options = { strict: false, validateFormats: false, multipleOfPrecision: 9 };
const draft7 = new Ajv(options);
const draft2020 = new Ajv2020(options);

const validator = (schema) => (schema.$schema?.includes('2020-12') ? draft2020 : draft7).compile(schema);

const edges = [null, true, false, 0, 1, -1, 1.5, 0.1, 1e21, '', ' ', 'a', 'é', '😀', 'true', '5', '1e3', '2020-01-01', [], [[]], {}, { a: 1 }, { a: 'a' }];

/** The body, or one near it. */
function changed(random, body) {
  if (random() < 0.1) {
    return pick(random, edges);
  }
  if (typeof body === 'string') {
    return changedText(random, body);
  }
  if (typeof body === 'number') {
    return pick(random, [body, -body, body + 1, body - 0.5, body * 2, body / 10, String(body)]);
  }
  if (Array.isArray(body)) {
    return pick(random, [
      () => body.map((item) => changed(random, item)),
      () => body.slice(1),
      () => [...body, pick(random, [...body, ...edges])],
    ])();
  }
  return typeof body === 'object' && body !== null ? changedObject(random, body) : body;
}

function changedObject(random, body) {
  const entries = Object.entries(body);
  return Object.fromEntries(pick(random, [
    () => entries.map(([key, value]) => [key, random() < 0.5 ? value : changed(random, value)]),
    () => entries.filter(() => random() < 0.7),
    () => [...entries, [pick(random, ['a', 'b', 'x', '1', 'other']), pick(random, edges)]],
    () => entries.map(([key, value]) => [changedText(random, key), value]),
  ])());
}

function changedText(random, text) {
  const at = Math.floor(random() * (text.length + 1));
  return pick(random, [
    text.toUpperCase(), text.toLowerCase(), ` ${text}`, `${text}\n`, text.repeat(2), text.slice(at),
    text.slice(0, at) + pick(random, ['a', 'Z', '-', '.', '0', ' ', '\n', 'é', 'İ', 'ſ', '\u212a', '😀']) + text.slice(at + (random() < 0.5 ? 1 : 0)),
  ]);
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

/** mulberry32 */
function generator(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}
