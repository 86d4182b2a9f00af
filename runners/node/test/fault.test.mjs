import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { writeProject } from './support/project.mjs';

const other = `exports.config = { name: 'B' }; exports.handler = () => {}`;

/** A runner with a step whose handler has the given body, called until the process has ended. */
async function callToTheEnd(t, body, { before = '', onData = () => {} } = {}) {
  const project = await writeProject(t, {
    'a.step.js': `${before}\nexports.config = { name: 'A' }; exports.handler = async (input, ctx) => { ${body} }`,
    'b.step.js': other,
  });
  const peer = await startRunner(t, project.root);
  peer.socket.on('data', onData);
  const [file, second] = ['a.step.js', 'b.step.js'].map(project.path);
  await peer.load([file, second]);
  const begin = (name) => peer.begin({ file: name, kind: 'event', delivery: { id: 'd', attempt: 1 } }, 'null').answer.catch(() => {});
  await Promise.all([begin(file), begin(second)]);
  return { peer, file };
}

/** What came after the calls had begun, from the runner that has ended. */
async function lastWords(peer) {
  const { code } = await peer.exited;
  await peer.closed;
  return { code, faults: peer.messages.filter(({ kind }) => kind === 'Fault').map(({ id, meta }) => ({ id, ...meta })), kinds: peer.messages.map(({ kind }) => kind) };
}

for (const [what, code, body] of [
  ['throws where nothing catches it', 1, `process.nextTick(() => { throw new Error('x') }); await new Promise(() => {})`],
  ['throws in a timer after its call has ended', 1, `setTimeout(() => { throw new Error('x') })`],
  ['emits an error that nobody handles after its call has ended', 1,
    `setImmediate(() => new (require('node:events').EventEmitter)().emit('error', new Error('x')))`],
  ['fails to read a file and handles no error', 1, `require('node:fs').createReadStream('/none/such')`],
  ['exits', 3, 'process.exit(3)'],
  ['exits after its call has ended', 3, 'setImmediate(() => process.exit(3))'],
]) {
  test(`a Fault names the file whose code ${what}, as the last message`, async (t) => {
    const { peer, file } = await callToTheEnd(t, body);
    const { kinds, ...rest } = await lastWords(peer);
    assert.deepEqual(rest, { code, faults: [{ id: 0, file }] });
    assert.equal(kinds.at(-1), 'Fault');
  });
}

test('what was sent in the same turn precedes the Fault', async (t) => {
  const { peer } = await callToTheEnd(t, `ctx.logger.info('last'); process.exit(3)`);
  assert.deepEqual((await lastWords(peer)).kinds.slice(-2), ['Log', 'Fault']);
});

test('a Fault does not stand amid what has not left', async (t) => {
  let bytes = '';
  const { peer, file } = await callToTheEnd(t, `
    ctx.state.set('g', 'k', 'x'.repeat(32 * 1024 * 1024)).catch(() => {})
    await new Promise(setImmediate)
    process.exit(3)`, { onData: (part) => { bytes += part.toString('latin1'); } });
  assert.equal((await lastWords(peer)).code, 3);
  assert.ok(!bytes.includes(JSON.stringify({ file })));
});

test('code that exits in no call of a step is no Fault', async (t) => {
  const { peer } = await callToTheEnd(t, '', { before: `process.on('SIGUSR2', () => process.exit(3))` });
  peer.child.kill('SIGUSR2');
  assert.deepEqual((await lastWords(peer)).faults, []);
});

test('an error that the project catches ends nothing and is no Fault', async (t) => {
  const { peer } = await callToTheEnd(t, `setImmediate(() => { throw new Error('x') })`, { before: `process.on('uncaughtException', (error) => console.log(error.message))` });
  await peer.ping();
  assert.ok(!peer.messages.some(({ kind }) => kind === 'Fault'));
});

test('a runner that is told to stop ends without a Fault', async (t) => {
  const { peer } = await callToTheEnd(t, '');
  peer.send('Stop', 0, {});
  const { code, faults } = await lastWords(peer);
  assert.deepEqual([code, faults], [0, []]);
});
