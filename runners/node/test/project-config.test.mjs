import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { module, writeProject } from './support/project.mjs';

async function loadConfig(t, files, name = 'motia.config.ts') {
  const project = await writeProject(t, files);
  const peer = await startRunner(t, project.root);
  const { project: loaded } = await peer.load([], project.path(name));
  return { project, peer, loaded, file: project.path(name) };
}

test('without a config there is no project', async (t) => {
  const peer = await startRunner(t, (await writeProject(t, {})).root);
  assert.equal((await peer.load([])).project, null);
});

for (const [kind, manifest] of [['an ES module', module], ['a CommonJS', '{}']]) {
  test(`plugins and adapters that are not installed stop no config of ${kind} package, and its other keys are told as ignored`, async (t) => {
    const { loaded } = await loadConfig(t, {
      'package.json': manifest,
      'plugins/own.ts': `import type { MotiaPluginContext } from 'motia'\nexport default function own(motia: MotiaPluginContext) { return {} }`,
      'motia.config.ts': `
        import path from 'node:path'
        import { config, type MotiaPlugin } from '@motiadev/core'
        import endpoint from '@motiadev/plugin-endpoint/plugin'
        import { RedisStateAdapter } from '@motiadev/adapter-redis-state'
        import * as other from '@motiadev/something'
        import own from './plugins/own'
        const logs = require('@motiadev/plugin-logs/plugin')
        export default config({
          plugins: [endpoint, logs, own, other.thing({ a: 1 })],
          adapters: { state: new RedisStateAdapter({ url: path.join(__dirname, 'x') }) },
          app: () => {},
          redis: undefined,
          streamAuth: { contextSchema: {}, authenticate: async () => null },
        })`,
    });
    assert.deepEqual(loaded, { authenticate: true, ignored: ['plugins', 'adapters', 'app'] });
  });
}

test('an adapter of the original that is installed is not started', async (t) => {
  const { loaded } = await loadConfig(t, {
    'node_modules/@motiadev/adapter-redis-cron/index.js': 'exports.RedisCronAdapter = class { constructor() { throw new Error("connected to Redis") } }',
    'motia.config.ts': `import { RedisCronAdapter } from '@motiadev/adapter-redis-cron'\nexport default { adapters: { cron: new RedisCronAdapter({}) } }`,
  });
  assert.deepEqual(loaded, { authenticate: false, ignored: ['adapters'] });
});

test('another package of that scope that is installed is the installed one', async (t) => {
  const { peer, file } = await loadConfig(t, {
    'node_modules/@motiadev/tokens/index.js': 'exports.check = () => "installed"',
    'motia.config.ts': `import { check } from '@motiadev/tokens'\nexport default { streamAuth: { authenticate: () => check() } }`,
  });
  assert.equal(String((await peer.call({ file, kind: 'authenticate', headers: {}, url: '/' })).body), '"installed"');
});

for (const [name, text] of [
  ['motia.config.js', 'module.exports = { streamAuth: { authenticate: () => 1 } }'],
  ['motia.config.mjs', `import { defineConfig } from 'motia'\nexport default defineConfig({ streamAuth: { authenticate: () => 1 } })`],
  ['motia.config.ts', `import logs from '@motiadev/plugin-logs/plugin'\nimport other from '@motiadev/other'\n`
    + `const one = await Promise.resolve(other && logs && 1)\nexport default { streamAuth: { authenticate: () => one } }`],
]) {
  test(`${name} with ${text.includes('await') ? 'top-level await' : 'exports of its kind'} loads`, async (t) => {
    const { loaded, peer, file } = await loadConfig(t, { 'package.json': text.startsWith('module') ? '{}' : module, [name]: text }, name);
    assert.deepEqual(loaded, { authenticate: true, ignored: [] });
    assert.equal(String((await peer.call({ file, kind: 'authenticate', headers: {}, url: '/' })).body), '1');
  });
}

test('authenticate gets headers and url; what it answers is the context, and nothing is null', async (t) => {
  const { peer, file } = await loadConfig(t, {
    'motia.config.ts': `
      class Auth {
        secret = 's'
        authenticate({ headers, url }: any) {
          if (headers.anonymous) return undefined
          if (headers.bad) throw new Error('Bad token')
          return { user: headers.authorization, url, secret: this.secret }
        }
      }
      export default { streamAuth: new Auth() }`,
  });
  const authenticate = (headers) => peer.call({ file, kind: 'authenticate', headers, url: '/?authToken=1' });
  assert.deepEqual(JSON.parse((await authenticate({ authorization: 'ann' })).body), { user: 'ann', url: '/?authToken=1', secret: 's' });
  assert.equal(String((await authenticate({ anonymous: '1' })).body), 'null');
  assert.equal((await authenticate({ bad: '1' })).meta.error.message, 'Bad token');
});

for (const [what, text, message, line] of [
  ['that throws', `const a: number = 1\nthrow new Error('no secret')`, /^no secret$/, 2],
  ['with a syntax error', 'export default {\n  a:\n}', /^Unexpected "}"/, 3],
  ['whose authenticate is no function', 'export default { streamAuth: { authenticate: "yes" } }', /^streamAuth\.authenticate is string;/],
  ['that exports no object', 'export default 5', /^The default export is number;/],
]) {
  test(`a config ${what} is an error of the project, and the steps are served`, async (t) => {
    const project = await writeProject(t, { 'motia.config.ts': text, 'a.step.ts': `export const config = { name: 'a' }\nexport const handler = () => ({ status: 204 })` });
    const peer = await startRunner(t, project.root);
    const loaded = await peer.load([project.path('a.step.ts')], project.path('motia.config.ts'));
    assert.match(loaded.project.error.message, message);
    assert.equal(loaded.project.error.line, line);
    assert.equal((await peer.api(project.path('a.step.ts'))).meta.status, 204);
  });
}

test('canAccess is called as the method of its config', async (t) => {
  const project = await writeProject(t, { 'a.stream.ts': `export const config = { name: 's', schema: {}, group: 'g', canAccess({ groupId }: any) { return groupId === this.group } }` });
  const peer = await startRunner(t, project.root);
  await peer.load([project.path('a.stream.ts')]);
  const { body } = await peer.call({ file: project.path('a.stream.ts'), kind: 'access', subscription: { groupId: 'g' } }, 'null');
  assert.equal(String(body), 'true');
});

test('canAccess gets the subscription and the context, may wait, and answers true or false', async (t) => {
  const project = await writeProject(t, {
    'a.stream.ts': `export const config = { name: 's', schema: {}, baseConfig: { storageType: 'default' },
      canAccess: async (subscription: any, auth: any) => auth && subscription.groupId === auth.group && subscription.id }`,
  });
  const peer = await startRunner(t, project.root);
  const file = project.path('a.stream.ts');
  await peer.load([file]);
  const access = async (subscription, auth) => String((await peer.call({ file, kind: 'access', subscription }, JSON.stringify(auth))).body);
  assert.equal(await access({ groupId: 'g', id: 'i' }, { group: 'g' }), 'true');
  assert.equal(await access({ groupId: 'g', id: 'i' }, { group: 'h' }), 'false');
  assert.equal(await access({ groupId: 'g', id: 'i' }, null), 'false');
});
