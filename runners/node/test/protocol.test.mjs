import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { never, startRunner } from './support/peer.mjs';
import { writeProject } from './support/project.mjs';
import { kinds, message, metaAndBody, rawFrame } from './support/wire.mjs';

const MiB = 1024 * 1024;

const steps = {
  'size.step.js': `module.exports = { config: {}, handler: (req) => ({ status: 200, body: String(req.body.length) }) }`,
  'bytes.step.js': `module.exports = { config: {}, handler: (req) => ({ status: 200, body: Buffer.alloc(Number(req.queryParams.size), 'x') }) }`,
  'state.step.js': `module.exports = { config: {}, handler: async (req, ctx) => ({ status: 200, body: String((await ctx.state.set('g', 'k', 'y'.repeat(req.body))).length) }) }`,
  'log.step.js': `module.exports = { config: {}, handler: async (input, ctx) => { for (let i = 0; i < input; i++) ctx.logger.info('line ' + i) } }`,
  'loop.step.js': `module.exports = { config: {}, handler: () => { process.stdout.write('looping'); for (;;); } }`,
  'wait.step.js': `module.exports = { config: {}, handler: (input, ctx) => ctx.state.get('g', 'k') }`,
};

async function start(t) {
  const project = await writeProject(t, steps);
  const peer = await startRunner(t, project.root);
  await peer.load(Object.keys(steps).map(project.path));
  const event = (name, data) => peer.begin({ file: project.path(name), kind: 'event', delivery: { id: 'd', attempt: 1 } }, JSON.stringify(data));
  return { peer, project, event, api: (name, request) => peer.api(project.path(name), request) };
}

test('Hello says the protocol, the language and the version', async (t) => {
  const { peer } = await start(t);
  assert.deepEqual([peer.hello.id, peer.hello.meta], [0, { protocol: 1, language: 'node', version: process.versions.node }]);
});

test('requests are numbered from 0x80000001 on', async (t) => {
  const { peer, event } = await start(t);
  await event('wait.step.js').answer;
  await event('wait.step.js').answer;
  assert.deepEqual(peer.requests.map(({ requestId }) => requestId), [0x80000001, 0x80000002]);
});

test('Pong says the resident bytes', async (t) => {
  const { peer } = await start(t);
  const { meta } = await peer.ping();
  assert.ok(meta.memory > 10 * MiB && meta.memory < 1024 * MiB, `${meta.memory}`);
});

for (const size of [0, 65536, 65537, 3 * 65536, 64 * MiB]) {
  test(`a body of ${size} bytes arrives whole`, async (t) => {
    const { api } = await start(t);
    assert.equal(String((await api('size.step.js', { bodyKind: 'bytes', body: Buffer.alloc(size) })).body), `${size}`);
  });

  test(`an answer of ${size} bytes leaves in frames of at most 64 KiB`, async (t) => {
    const { api, peer } = await start(t);
    const answer = await api('bytes.step.js', { queryParams: { size: String(size) } });
    assert.equal(answer.body.length, size);
    assert.ok(answer.body.every((byte) => byte === 120));
    const chunks = peer.frames.filter(({ kind }) => kind === 'Chunk' || kind === 'LastChunk');
    assert.equal(chunks.length, size > 65536 ? Math.ceil(size / 65536) : 0);
    assert.ok(chunks.every((chunk) => chunk.size <= 65536));
  });
}

test('an answer over 64 MiB has failed, and the runner goes on', async (t) => {
  const { api, peer } = await start(t);
  const failed = await api('bytes.step.js', { queryParams: { size: String(64 * MiB + 1) } });
  assert.match(failed.meta.error.message, /A body of 67108865 bytes cannot be sent; at most 67108864/);
  assert.equal((await peer.ping()).kind, 'Pong');
});

test('a request over 64 MiB is thrown where it is written', async (t) => {
  const { api, peer } = await start(t);
  const failed = await api('state.step.js', { json: 64 * MiB });
  assert.match(failed.meta.error.message, /cannot be sent; at most 67108864/);
  assert.deepEqual(peer.requests, []);
});

test('requests and replies over 64 KiB come in chunks', async (t) => {
  const { api, peer } = await start(t);
  peer.onRequest(({ body }) => body + body);
  assert.equal(String((await api('state.step.js', { json: 200_000 })).body), '400000');
});

test('other messages come between the chunks of an answer', async (t) => {
  const { api, peer } = await start(t);
  const answer = api('bytes.step.js', { queryParams: { size: String(32 * MiB) } });
  await peer.nextFrame(({ kind }) => kind === 'Chunk');
  await peer.ping();
  await answer;
  const kindsSeen = peer.frames.map(({ kind }) => kind);
  assert.ok(kindsSeen.indexOf('Pong') < kindsSeen.indexOf('LastChunk'));
});

test('a call in chunks lets other calls by', async (t) => {
  const { peer, project, api } = await start(t);
  const meta = { file: project.path('size.step.js'), kind: 'api', traceId: 't', bodyKind: 'bytes', pathParams: {}, queryParams: {}, headers: {} };
  const [opening, first, last] = message(kinds.Call, 900, meta, Buffer.alloc(100_000));
  peer.socket.write(Buffer.concat([opening, first]));
  assert.equal(String((await api('bytes.step.js', { queryParams: { size: '3' } })).body), 'xxx');
  peer.socket.write(last);
  assert.equal(String((await peer.next(({ id }) => id === 900)).body), '100000');
});

test('frames are read however the bytes are cut', async (t) => {
  const { peer, event } = await start(t);
  for (const byte of Buffer.concat([rawFrame(kinds.Ping, 901, metaAndBody({})), rawFrame(kinds.Ping, 902, metaAndBody({}))])) {
    peer.socket.write(Buffer.from([byte]));
    await new Promise(setImmediate);
  }
  await peer.next(({ id }) => id === 902);
  assert.ok(peer.messages.some(({ id }) => id === 901));
  assert.equal((await event('log.step.js', 1).answer).kind, 'Result');
});

for (const [what, bytes, reason] of [
  ['of an unknown kind', rawFrame(0x33, 1, metaAndBody({})), /kind 0x33, which a silo does not send/],
  ['that only a runner sends', rawFrame(kinds.Result, 1, metaAndBody({})), /kind 0x13/],
  ['of a Ping in chunks', rawFrame(kinds.Ping | 0x80, 1, metaAndBody({})), /kind 0x85/],
  ['shorter than its header', Buffer.from([0, 0, 0, 4, 5, 0, 0, 0]), /has 4 bytes; 5 to/],
  ['longer than a body may be', Buffer.from([0xff, 0xff, 0xff, 0xff, 5]), /has 4294967295 bytes/],
  ['with a meta that is no JSON', rawFrame(kinds.Ping, 1, metaAndBody('{')), /meta of a frame of the kind 0x5 is no JSON:/],
  ['with a meta that is no object', rawFrame(kinds.Ping, 1, metaAndBody('[]')), /is no JSON object/],
  ['shorter than its meta', rawFrame(kinds.Ping, 1, Buffer.from([0, 0, 0, 9, 123, 125])), /shorter than its meta/],
  ['without a meta', rawFrame(kinds.Ping, 1), /shorter than its meta/],
  ['with an inline body over 64 KiB', rawFrame(kinds.Call, 1, metaAndBody({}, Buffer.alloc(65537))), /body of 65537 bytes; one over 65536 comes in chunks/],
  ['that is a chunk of nothing', rawFrame(kinds.Chunk, 5, Buffer.from('x')), /chunk belongs to the message 5, which has not begun/],
  ['that is a chunk over 64 KiB', Buffer.concat([rawFrame(kinds.Call | 0x80, 5, metaAndBody({})), rawFrame(kinds.Chunk, 5, Buffer.alloc(65537))]), /a chunk of 65537 bytes/],
  ['that begins a chunked message twice', Buffer.concat([rawFrame(kinds.Call | 0x80, 5, metaAndBody({})), rawFrame(kinds.Call | 0x80, 5, metaAndBody({}))]), /message 5 begins twice/],
  ['with a body before its chunks', rawFrame(kinds.Call | 0x80, 5, metaAndBody({}, Buffer.from('x'))), /message 5 has a body in its first frame/],
  ['that replies to no request', rawFrame(kinds.Reply, 0x80000001, metaAndBody({})), /answers the request 2147483649, which does not wait/],
  ['that credits no count', rawFrame(kinds.Credit, 0, metaAndBody({ logs: '5' })), /Credit came for "5" logs/],
  ['that calls by a number in use', (project) => Buffer.concat([1, 2].map(() => rawFrame(kinds.Call, 5, metaAndBody(
    { file: project.path('wait.step.js'), kind: 'cron', traceId: 't' })))), /call 5 came while another/],
  ['that loads a second time', rawFrame(kinds.Load, 5, metaAndBody({ files: [], config: null })), /A second Load came/],
]) {
  test(`a frame ${what} closes the connection, and standard error says why`, async (t) => {
    const { peer, project } = await start(t);
    peer.onRequest(() => never);
    peer.socket.write(typeof bytes === 'function' ? bytes(project) : bytes);
    assert.deepEqual(await peer.exited, { code: 1, signal: null });
    await peer.stderrEnd;
    assert.match(peer.stderr, reason);
  });
}

test('a Load without a list of paths closes the connection', async (t) => {
  const peer = await startRunner(t, (await writeProject(t, {})).root);
  peer.send('Load', 1, { files: [5], config: null });
  assert.equal((await peer.exited).code, 1);
  await peer.stderrEnd;
  assert.match(peer.stderr, /Load came without a list of paths/);
});

test('a body over 64 MiB closes the connection', async (t) => {
  const { peer, project } = await start(t);
  peer.send('Call', 7, { file: project.path('size.step.js'), kind: 'api', bodyKind: 'bytes' }, Buffer.alloc(64 * MiB + 1));
  assert.equal((await peer.exited).code, 1);
  await peer.stderrEnd;
  assert.match(peer.stderr, /a chunk has at most 65536, a body 67108864/);
});

test('without credit lines are dropped, and how many is said once there is credit', async (t) => {
  const { peer, event } = await start(t);
  await event('log.step.js', 1003).answer;
  assert.equal(peer.logs.length, 1000);
  peer.send('Credit', 0, { logs: 2 });
  await event('log.step.js', 2).answer;
  assert.deepEqual(peer.logs.slice(1000).map(({ level, message: text, args }) => [level, args?.dropped ?? text]), [['warn', 3], ['info', 'line 0']]);
});

test('Stop ends the process when no call runs', async (t) => {
  const { peer, event } = await start(t);
  peer.onRequest(() => never);
  const { answer } = event('wait.step.js');
  const { id } = await peer.next(({ kind }) => kind === 'Request');
  peer.send('Stop', 0, {});
  await peer.ping();
  peer.send('Reply', id, {}, '5');
  assert.equal((await answer).kind, 'Result');
  assert.deepEqual(await peer.exited, { code: 0, signal: null });
});

test('Stop lets an answer in chunks leave whole', async (t) => {
  const { api, peer } = await start(t);
  const answer = api('bytes.step.js', { queryParams: { size: String(16 * MiB) } });
  await peer.nextFrame(({ kind }) => kind === 'Chunk');
  peer.send('Stop', 0, {});
  assert.equal((await answer).body.length, 16 * MiB);
  assert.equal((await peer.exited).code, 0);
});

test('the process ends when the silo closes the socket', async (t) => {
  const { peer } = await start(t);
  peer.socket.end();
  assert.deepEqual(await peer.exited, { code: 0, signal: null });
});

test('interrupts and terminations sent to the whole group leave it running: the silo says when it ends', async (t) => {
  const { peer } = await start(t);
  peer.child.kill('SIGINT');
  peer.child.kill('SIGTERM');
  assert.equal((await peer.ping()).kind, 'Pong');
});

test('the process ends with its parent, also while a handler never returns', async (t) => {
  const project = await writeProject(t, steps);
  const parent = fileURLToPath(new URL('./support/parent.mjs', import.meta.url));
  const child = spawn(process.execPath, [parent, project.root, project.path('loop.step.js')]);
  let output = '';
  child.stdout.on('data', (text) => { output += text; });
  while (!output.endsWith('looping')) {
    await once(child.stdout, 'data');
  }
  const runner = Number.parseInt(output, 10);
  t.after(() => {
    if (!child.stdout.readableEnded) {
      process.kill(runner, 'SIGKILL');
    }
  });
  const bothEnded = once(child.stdout, 'end');
  child.kill('SIGKILL');
  await bothEnded;
});

test('a socket that is not there is said on standard error', async (t) => {
  const project = await writeProject(t, {});
  const main = fileURLToPath(new URL('../main.mjs', import.meta.url));
  const child = spawn(process.execPath, [main, '--socket', project.path('none'), '--project', project.root]);
  const [[text], [code]] = await Promise.all([once(child.stderr, 'data'), once(child, 'exit')]);
  assert.match(String(text), /ENOENT/);
  assert.equal(code, 1);
});
