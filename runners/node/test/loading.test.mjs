import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { module, writeProject } from './support/project.mjs';

const handler = 'export const handler = async () => {}';
const named = (name) => `export const config = { type: 'event', name: '${name}', subscribes: ['t'] }\n${handler}`;

async function load(t, files, names, dependencies) {
  const project = await writeProject(t, files, dependencies);
  const peer = await startRunner(t, project.root);
  const loaded = await peer.load(names.map(project.path));
  return { peer, project, files: loaded.files, modules: loaded.modules, memory: loaded.memory };
}

test('ES modules, CommonJS and default exports load, in TypeScript and JavaScript, whatever the package says', async (t) => {
  const bodies = {
    'named.step.ts': named('named'),
    'default.step.ts': `const config: object = { name: 'default' }\nasync function handler() {}\nexport default { config, handler }`,
    'mixed.step.ts': `export const config = { name: 'mixed' }\nexport default { handler: async () => {} }`,
  };
  const commonJs = `module.exports = { config: { name: 'commonjs' }, handler: async () => {} }`;
  const esm = `export const config = { name: 'esm' }\n${handler}`;
  const inFolder = (folder) => Object.fromEntries(Object.entries(bodies).map(([name, text]) => [`${folder}/${name}`, text]));
  const { files } = await load(t, {
    ...inFolder('bare'),
    'typed/package.json': module, ...inFolder('typed'), 'typed/esm.step.js': esm, 'typed/commonjs.step.cjs': commonJs,
    'plain/package.json': '{}', ...inFolder('plain'), 'plain/commonjs.step.js': commonJs, 'plain/esm.step.js': esm,
  }, [
    ...['bare', 'typed', 'plain'].flatMap((folder) => Object.keys(bodies).map((name) => `${folder}/${name}`)),
    'typed/esm.step.js', 'typed/commonjs.step.cjs', 'plain/commonjs.step.js', 'plain/esm.step.js',
  ]);
  assert.deepEqual(files.filter(({ error }) => error), []);
  assert.deepEqual(files.map(({ config }) => config.name),
    [...['bare', 'typed', 'plain'].flatMap(() => ['named', 'default', 'mixed']), 'esm', 'commonjs', 'commonjs', 'esm']);
  assert.ok(files.every(({ handler }) => handler === true));
});

test('the resident bytes are told', async (t) => {
  const [small, large] = [await load(t, { 'a.step.js': named('a') }, ['a.step.js']), await load(t, { 'a.step.js': `globalThis.kept = Buffer.alloc(80e6, 1)\n${named('a')}` }, ['a.step.js'])];
  assert.ok(small.memory > 10e6 && large.memory > small.memory + 60e6, `${small.memory}, ${large.memory}`);
});

for (const [name, manifest] of [['an ES module package', module], ['a CommonJS package', '{}']]) {
  test(`helpers are found without extension, by .js for .ts, by tsconfig paths, and JSON is imported, in ${name}`, async (t) => {
    const { files } = await load(t, {
      'package.json': manifest,
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }',
      'src/a.ts': 'export const a: string = "a"',
      'src/b.ts': 'export const b: string = "b"',
      'src/folder/index.ts': 'export const folder: string = "folder"',
      'src/c.ts': 'export enum C { One = "one" }',
      'data.json': '{ "d": 4 }',
      'steps/x.step.ts': `
        import { a } from '../src/a'
        import { b } from '../src/b.js'
        import { folder } from '../src/folder'
        import { C } from '@/c'
        import data from '../data.json'
        export const config = { name: [a, b, folder, C.One, data.d].join() }
        ${handler}`,
    }, ['steps/x.step.ts']);
    assert.equal(files[0].error, undefined);
    assert.equal(files[0].config.name, 'a,b,folder,one,4');
  });
}

test('motia is ours whether imported or required, also when the project has a package of that name', async (t) => {
  const { files } = await load(t, {
    'node_modules/motia/package.json': '{ "main": "index.js" }',
    'node_modules/motia/index.js': 'throw new Error("the server of the original")',
    'esm/package.json': module,
    'esm/x.step.ts': `import { defineConfig, config as identity, type StepConfig } from 'motia'\nimport { EventConfig } from 'motia'\n`
      + `export const config: EventConfig = identity(defineConfig({ name: 'esm' }))\n${handler}`,
    'cjs/x.step.js': `const { config } = require('motia')\nexports.config = config({ name: 'cjs' })\nexports.handler = () => {}`,
  }, ['esm/x.step.ts', 'cjs/x.step.js']);
  assert.deepEqual(files.map(({ config, error }) => error ?? config.name), ['esm', 'cjs']);
});

test('a step that throws while it loads is an error at its line, and the others are served', async (t) => {
  const { files, peer, project } = await load(t, {
    'package.json': module,
    'throws.step.ts': `interface Gone {\n  a: string\n}\n\n  throw new RangeError('too late')\n`,
    'good.step.ts': `export const config = { name: 'good' }\nexport const handler = () => ({ status: 200 })`,
  }, ['throws.step.ts', 'good.step.ts']);
  assert.deepEqual(Object.keys(files[0]), ['file', 'error']);
  assert.deepEqual(files[0].error, { message: 'too late', line: 5 });
  assert.equal((await peer.api(project.path('good.step.ts'))).meta.status, 200);
});

const broken = [
  ['TypeScript', 'bad.step.ts', module, 'interface A { a: string }\n\nexport const b = (\n'],
  ['TypeScript of a CommonJS package', 'bad.step.ts', '{}', 'interface A { a: string }\n\nexport const b = (\n'],
  ['an ES module in JavaScript', 'bad.step.js', module, '\n\nexport const b = (\n'],
  ['a CommonJS module', 'bad.step.js', '{}', '\n\nexports.b = (\n'],
];

test('a syntax error is an error at its line', async (t) => {
  const folders = broken.map(([, name, manifest, text], index) => ({ [`${index}/package.json`]: manifest, [`${index}/${name}`]: text }));
  const { files } = await load(t, Object.assign({}, ...folders), broken.map(([, name], index) => `${index}/${name}`));
  for (const [index, [where]] of broken.entries()) {
    await t.test(`in ${where}`, () => assert.deepEqual([files[index].error.line, Object.keys(files[index].error)], [4, ['message', 'line']]));
  }
});

test('a syntax error of the file itself says what is wrong, without the place', async (t) => {
  const { files: [{ error }] } = await load(t, { 'bad.step.ts': 'export const config = { name: } as object' }, ['bad.step.ts']);
  assert.deepEqual(error, { message: 'Unexpected "}"', line: 1 });
});

for (const [kind, manifest] of [['an ES module', module], ['CommonJS', '{}']]) {
  test(`a fault in another file of the project has its place behind the message and no line, in ${kind}`, async (t) => {
    const outside = await writeProject(t, { 'package.json': manifest, 'far.ts': `\nthrow new Error('far away')` });
    const { files } = await load(t, {
      'package.json': manifest,
      'lib/syntax.ts': 'export const = 1', 'syntax.step.ts': `import './lib/syntax'`,
      'lib/throws.ts': `interface Gone { a: string }\n\n  throw new Error('at lib/a.ts:1:2')`, 'throws.step.ts': `import './lib/throws'`,
      'node_modules/strict/index.js': `exports.check = () => { throw new Error('not so') }`,
      'lib/calls.ts': `import { check } from 'strict'\n\nexport const checked = () => check()`,
      'calls.step.ts': `import { checked } from './lib/calls'\nexport const config = checked()`,
      'lib/back.ts': 'export const back = (run: any) => run()',
      'back.step.ts': `import { back } from './lib/back'\nback(() => {\n  throw new Error('mine') })`,
      'far.step.ts': `import '${outside.path('far.ts')}'`,
    }, ['syntax', 'throws', 'calls', 'back', 'far'].map((name) => `${name}.step.ts`));
    assert.deepEqual(files.map(({ error }) => error), [
      { message: 'Expected identifier but found "=" (lib/syntax.ts:1:14)' },
      { message: 'at lib/a.ts:1:2 (lib/throws.ts:3:9)' },
      { message: 'not so (lib/calls.ts:3:30)' },
      { message: 'mine', line: 3 },
      { message: `far away (${outside.path('far.ts')}:2:7)` },
    ]);
  });
}

for (const [kind, manifest] of [['an ES module', module], ['CommonJS', '{}']]) {
  test(`an import that cannot be found is an error at its line, or has the place of the helper that wants it, in ${kind}`, async (t) => {
    const { files, project } = await load(t, {
      'package.json': manifest,
      'package.step.ts': `import type { A } from 'gone'\n\nimport x from 'not-there'\nexport const config = { x }`,
      'relative.step.ts': `\n  import x from './not-there.js'\nexport const config = { x }`,
      'helper.ts': `\nimport x from 'not-there'\nexport const y = x`,
      'helped.step.ts': `import { y } from './helper'\nexport const config = { y }`,
    }, ['package.step.ts', 'relative.step.ts', 'helped.step.ts']);
    const [named, relative, helped] = files.map(({ error }) => error);
    assert.equal(named.line, 3);
    assert.equal(named.message, `Cannot find not-there, imported from ${project.path('package.step.ts')}`);
    assert.equal(relative.line, 2);
    assert.match(relative.message, /^Cannot find \S+not-there\.js, imported from/);
    assert.deepEqual(helped, { message: `Cannot find not-there, imported from ${project.path('helper.ts')} (helper.ts:2:15)` });
  });
}

test('a name that its module does not export is an error at its line', async (t) => {
  const { files: [{ error }, { error: helped }] } = await load(t, {
    'package.json': module, 'k.ts': 'export const k = 1', 'x.step.ts': `\nimport { gone } from './k'\nexport const config = { gone }`,
    'lib.ts': `\nimport { gone } from './k'\nexport const one = gone`, 'y.step.ts': `import { one } from './lib'\nexport const config = { one }`,
  }, ['x.step.ts', 'y.step.ts']);
  assert.equal(error.line, 2);
  assert.equal(helped.line, undefined);
  assert.match(helped.message, /does not provide an export named 'gone' \(lib\.ts:2:10\)$/);
  assert.match(error.message, /does not provide an export named 'gone'/);
});

test('an import that an installed package cannot find names the package, and claims no line', async (t) => {
  const { files: [{ error }], project } = await load(t, {
    'node_modules/half/index.js': `require('not-there')`, 'x.step.js': `require('half')`,
  }, ['x.step.js']);
  assert.deepEqual(error, { message: `Cannot find not-there, imported from ${project.path('node_modules/half/index.js')}` });
});

test('an import that a file which cannot be read misses is told without its place', async (t) => {
  const { files } = await load(t, {
    'x.step.js': `throw new Error("Cannot find package 'gone' imported from /no/such/file.js")`, 'y.step.js': `exports.config = {}`,
  }, ['x.step.js', 'y.step.js']);
  assert.deepEqual(files.map(({ error }) => error), [{ message: 'Cannot find gone, imported from /no/such/file.js' }, undefined]);
});

test('a fault that a module waited for is an error at the line that waits', async (t) => {
  const { files: [{ error }] } = await load(t, {
    'package.json': module,
    'node_modules/slow/index.js': `exports.connect = async () => { await null; throw new Error('no server') }`,
    'x.step.ts': `import slow from 'slow'\n\nawait slow.connect()`,
  }, ['x.step.ts']);
  assert.deepEqual(error, { message: 'no server', line: 3 });
});

test('middleware is counted and left out of the config, and canAccess is flagged', async (t) => {
  const { files } = await load(t, {
    'a.step.ts': `export const config = { name: 'a', middleware: [async () => {}, () => {}] }\n${handler}`,
    'a.stream.ts': `export const config = { name: 's', schema: { type: 'object' }, baseConfig: { storageType: 'default' }, canAccess: () => true }`,
  }, ['a.step.ts', 'a.stream.ts']);
  assert.deepEqual(files.map(({ file, ...rest }) => rest), [
    { handler: true, middleware: 2, canAccess: false, config: { name: 'a' } },
    { handler: false, middleware: 0, canAccess: true, config: { name: 's', schema: { type: 'object' }, baseConfig: { storageType: 'default' } } },
  ]);
});

test('a config is what JSON makes of it, and a function in it is marked', async (t) => {
  const { files } = await load(t, {
    'a.step.ts': `export const config = { name: 'a', at: new Date(0), none: undefined, list: [1, () => {}], factory() {} }`,
  }, ['a.step.ts']);
  assert.deepEqual(files[0].config, { name: 'a', at: '1970-01-01T00:00:00.000Z', list: [1, { $function: true }], factory: { $function: true } });
});

const noConfigs = [
  ['middleware that is no array', '{ middleware: () => {} }', /^middleware is function; it must be an array/],
  ['a middleware entry that is no function', '{ middleware: [() => {}, "auth"] }', /^middleware\[1\] is string;/],
  ['canAccess that is no function', '{ canAccess: true }', /^canAccess is boolean;/],
  ['a circular config', '(() => { const a: any = { deep: {} }; a.deep.self = a; return { extra: a } })()', /^extra\.deep\.self is circular/],
  ['a BigInt', '{ limits: [1n] }', /^limits\[0\] is the BigInt 1n/],
  ['a config that is no object', '"x"', /^config is string;/],
  ['a config of 61 levels', `{ input: ${nested(60)} }`, /^input is nested deeper than the 60 levels that a config may have/],
];

/** An object of so many levels. */
function nested(levels) {
  return `${'{ a: '.repeat(levels)}1${' }'.repeat(levels)}`;
}

test('a config that means nothing is an error that names the field', async (t) => {
  const names = noConfigs.map((_, index) => `${index}.step.ts`);
  const { files } = await load(t, Object.fromEntries(names.map((name, index) => [name, `export const config = ${noConfigs[index][1]}`])), names);
  for (const [index, [what, , message]] of noConfigs.entries()) {
    await t.test(what, () => assert.match(files[index].error.message, message));
  }
});

test('a config of 60 levels is told', async (t) => {
  const { files: [{ error, config }] } = await load(t, { 'a.step.ts': `export const config = { input: ${nested(59)} }` }, ['a.step.ts']);
  assert.equal(error, undefined);
  assert.equal(JSON.stringify(config).match(/\{/g).length, 60);
});

test('a file without config or handler says so', async (t) => {
  const { files: [file] } = await load(t, { 'a.step.ts': 'export const other = 1' }, ['a.step.ts']);
  assert.deepEqual({ handler: file.handler, hasConfig: 'config' in file }, { handler: false, hasConfig: false });
});

for (const [name, manifest] of [['an ES module package', module], ['a CommonJS package', '{}']]) {
  test(`the project's own modules are told, also broken and missing ones, and packages are not, in ${name}`, async (t) => {
    const { project, modules } = await load(t, {
      'package.json': manifest,
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"] } } }',
      'src/a.ts': `import './inner/b.js'\nimport 'node:fs'\nimport 'motia'\nimport 'zod'`,
      'src/inner/b.ts': 'export const b = 1',
      'src/c.ts': 'export const c = 1',
      'src/broken.ts': 'export const x = = 1',
      'src/later.ts': 'export const later = 1',
      'src/unused.ts': 'export const unused = 1',
      'a.step.ts': `import './src/a'\nimport '@/c'\nexport const config = { name: 'a' }\nexport const handler = () => import('./src/later')`,
      'b.step.ts': `import './src/broken'\n${named('b')}`,
      'c.step.ts': `import './src/lib/missing'\n${named('c')}`,
    }, ['a.step.ts', 'b.step.ts', 'c.step.ts'], { zod: 'zod' });
    const expected = ['a.step.ts', 'b.step.ts', 'c.step.ts', 'src/a.ts', 'src/broken.ts', 'src/c.ts', 'src/inner/b.ts', 'src/lib/missing'];
    assert.deepEqual(modules.toSorted(), expected.map(project.path));
  });
}
