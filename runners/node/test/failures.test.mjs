import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse, startRunner } from './support/peer.mjs';
import { module, writeProject } from './support/project.mjs';

async function eventStep(t, files) {
  const project = await writeProject(t, files);
  const peer = await startRunner(t, project.root);
  const file = project.path('a.step.ts');
  const { files: [{ error }] } = await peer.load([file]);
  assert.equal(error, undefined);
  return { peer, project, file, call: () => peer.call({ file, kind: 'event', delivery: { id: 'd', attempt: 1 } }, 'null') };
}

/** An event step whose handler is on line 3. */
const step = (body) => `interface Nothing { a: string }\n\nexport const handler = async (input: any, ctx: any): Promise<void> => { ${body} }\nexport const config = { name: 'A' }`;

for (const [kind, manifest] of [['an ES module', module], ['CommonJS', '{}']]) {
  test(`the stack of a failure is in the positions of the source and without frames that are not the project's, in ${kind}`, async (t) => {
    const { call, project } = await eventStep(t, {
      'package.json': manifest,
      'helper.ts': `interface Gone {\n  a: number\n}\n\nexport function helper(n: number): never {\n  throw new RangeError('n is ' + n)\n}`,
      'a.step.ts': `import { helper } from './helper'\n${step('await null; helper(3)')}`,
    });
    const failed = await call();
    assert.equal(failed.kind, 'Failed');
    assert.deepEqual(failed.meta.error, {
      name: 'RangeError',
      message: 'n is 3',
      stack: `RangeError: n is 3\n    at helper (${project.path('helper.ts')}:6:9)\n    at handler (${project.path('a.step.ts')}:4:85)`,
    });
  });
}

test('a code that is not of the silo is not told as one', async (t) => {
  const { call } = await eventStep(t, { 'a.step.ts': step(`throw Object.assign(new Error('a library has no room'), { name: 'Overloaded', code: 'Overloaded' })`) });
  assert.deepEqual(Object.keys((await call()).meta.error), ['name', 'message', 'stack']);
});

test('the causes of an error are in its stack', async (t) => {
  const { call } = await eventStep(t, { 'a.step.ts': step(`throw new Error('outer', { cause: new TypeError('inner') })`) });
  const { error } = (await call()).meta;
  assert.match(error.stack, /^Error: outer\n[^]*a\.step\.ts:3:[^]*Caused by: TypeError: inner\n[^]*a\.step\.ts:3:/);
});

test('the errors that an error is made of are in its stack, each once', async (t) => {
  const { call } = await eventStep(t, { 'a.step.ts': step(`
    const one: any = new Error('one'); one.cause = one
    throw new AggregateError([one, new Error('two')], 'both')`) });
  const { stack } = (await call()).meta.error;
  assert.deepEqual(stack.split('\n').filter((line) => !line.startsWith('    at ')),
    ['AggregateError: both', 'Contains: Error: one', 'Contains: Error: two']);
});

for (const [what, thrown, message] of [
  ['text', `'just text'`, 'just text'],
  ['undefined', 'undefined', 'The value undefined was thrown, which is no Error.'],
  ['an object', '{ status: 404 }', 'The value { status: 404 } was thrown, which is no Error.'],
]) {
  test(`a handler that throws ${what} has failed with a message that shows it`, async (t) => {
    const { call } = await eventStep(t, { 'a.step.ts': step(`throw ${thrown}`) });
    assert.deepEqual((await call()).meta.error, { name: 'Error', message, stack: `Error: ${message}` });
  });
}

test('an error that throws when it is read has failed all the same', async (t) => {
  const { call } = await eventStep(t, { 'a.step.ts': step(`const error = new Error('x'); Object.defineProperty(error, 'message', { get() { throw new Error('trap') } }); throw error`) });
  assert.match((await call()).meta.error.message, /cannot be described, because reading it throws: trap/);
});

for (const [what, trap] of [
  ['throws an error that throws when it is read', `throw { get message() { throw null } }`],
  ['throws an error whose message is no text', `throw { message: { toString() { throw new Error('again') } } }`],
  ['throws what throws whatever is read of it', `throw new Proxy({}, { get() { throw new Error('again') } })`],
]) {
  test(`an error whose message ${what} has failed all the same`, async (t) => {
    const { call } = await eventStep(t, { 'a.step.ts': step(`const error = new Error('x'); Object.defineProperty(error, 'message', { get() { ${trap} } }); throw error`) });
    const message = 'What was thrown cannot be described, because reading it throws.';
    assert.deepEqual((await call()).meta.error, { name: 'Error', message, stack: `Error: ${message}` });
  });
}

test('the text of an error is cut to a length that the log can bear', async (t) => {
  const { call } = await eventStep(t, { 'a.step.ts': step(`throw new Error('x'.repeat(10_000_000))`) });
  const { message, stack } = (await call()).meta.error;
  assert.ok(message.length < 70_000 && stack.length < 70_000);
  assert.match(message, /x… \(10000000 characters\)$/);
});

test('an unhandled rejection is an error of the call it belongs to, and the process goes on', async (t) => {
  const { call, peer } = await eventStep(t, { 'a.step.ts': step(`Promise.reject(new Error('nobody waits')); await ctx.state.get('g', 'k')`) });
  const first = await call();
  const second = await call();
  assert.deepEqual(peer.logs.map(({ id, level }) => [id, level]), [[first.id, 'error'], [second.id, 'error']]);
  assert.match(peer.logs[0].message, /^Unhandled rejection: Error: nobody waits\n\s+at .*a\.step\.ts:3:/);
  assert.equal((await peer.ping()).kind, 'Pong');
});

test('an emit that fails and that nobody waits for is logged', async (t) => {
  const { call, peer, file } = await eventStep(t, { 'a.step.ts': step(`ctx.emit({ data: 1 })`) });
  assert.equal((await call()).kind, 'Result');
  const log = await peer.next((message) => message.kind === 'Log');
  assert.equal(log.meta.args.file, file);
  assert.match(log.meta.message, /emit takes \{ topic/);
});

test('an emit that the silo refuses and that nobody waits for is logged before the call ends', async (t) => {
  const { call, peer } = await eventStep(t, { 'a.step.ts': step(`ctx.emit({ topic: 't' })`) });
  peer.onRequest(() => refuse({ name: 'Error', code: 'Overloaded', message: 'too much' }));
  const { id } = await call();
  assert.deepEqual(peer.logs.map((log) => [log.id, log.level]), [[id, 'error']]);
});

test('an uncaught error ends the process with its stack, in the positions of the source, on standard error', async (t) => {
  const { call, peer } = await eventStep(t, { 'a.step.ts': step(`process.nextTick(() => { throw new Error('nobody catches') }); await new Promise(() => {})`) });
  await assert.rejects(call());
  const { code } = await peer.exited;
  assert.equal(code, 1);
  await peer.stderrEnd;
  assert.match(peer.stderr, /Error: nobody catches\n\s+at .*a\.step\.ts:3:/);
});

test('console writes to the standard streams and not to the log', async (t) => {
  const { call, peer } = await eventStep(t, { 'a.step.ts': step(`console.log('out'); console.error('err')`) });
  await call();
  peer.send('Stop', 0, {});
  await Promise.all([peer.stdoutEnd, peer.stderrEnd]);
  assert.deepEqual([peer.stdout, peer.stderr, peer.logs], ['out\n', 'err\n', []]);
});

test('a call of a file that is not loaded, of an unknown kind, or without its function fails alone', async (t) => {
  const { peer, file } = await eventStep(t, { 'a.step.ts': `export const config = { name: 'A' }` });
  const failure = async (meta) => (await peer.call(meta, 'null')).meta.error.message;
  assert.match(await failure({ file: '/nowhere.step.ts', kind: 'event' }), /^\/nowhere\.step\.ts is not loaded/);
  assert.match(await failure({ file, kind: 'magic' }), /^A call has the kind "magic"; there are api, event, cron, access, authenticate\.$/);
  assert.match(await failure({ file, kind: 'event' }), /a\.step\.ts has no function handler/);
  assert.match(await failure({ file, kind: 'access' }), /a\.step\.ts has no function canAccess/);
});
