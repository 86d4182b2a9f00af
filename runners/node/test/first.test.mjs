import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { writeProject } from './support/project.mjs';

test('whole path', async (t) => {
  const project = await writeProject(t, {
    'package.json': '{ "type": "module" }',
    'steps/a.step.ts': `
import type { ApiRouteConfig } from 'motia'
import { Handlers } from 'motia'
export const config: ApiRouteConfig = { type: 'api', name: 'A', path: '/a', method: 'POST', flows: ['f'] }
export const handler: Handlers['A'] = async (req, { emit, state, streams, logger, traceId, flows }) => {
  logger.info('hello', { a: 1 })
  await emit({ topic: 'x', data: req.body })
  const kept = await state.set('g', 'k', req.body)
  const item = await streams.todo.get('g', 'i')
  return { status: 201, body: { kept, item, traceId, flows } }
}`,
    'steps/b.step.ts': `export const config = { type: 'event', name: 'B', subscribes: ['x'] }\nexport const handler = async (input, ctx) => { throw new Error('no ' + JSON.stringify(input)) }`,
  });
  const peer = await startRunner(t, project.root);
  assert.equal(peer.hello.meta.protocol, 1);
  const loaded = await peer.load([project.path('steps/a.step.ts'), project.path('steps/b.step.ts')]);
  console.log(JSON.stringify(loaded, null, 1));
  peer.onRequest((r) => r.op === 'state.set' ? r.body : r.op === 'stream.get' ? { id: 'i' } : undefined);
  const r = await peer.api(project.path('steps/a.step.ts'), { json: { q: 1 } });
  console.log(r.meta, String(r.body), peer.requests, peer.logs);
  console.log((await peer.call({ file: project.path('steps/b.step.ts'), kind: 'event', delivery: { id: 'd', attempt: 1 } }, '{"z":1}')).meta.error.stack);
  peer.send('Stop', 0, {});
  console.log(await peer.exited, peer.stderr, await 1);
});
