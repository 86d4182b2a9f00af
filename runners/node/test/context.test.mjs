import assert from 'node:assert/strict';
import { test } from 'node:test';
import { never, refuse, startRunner } from './support/peer.mjs';
import { writeProject } from './support/project.mjs';

/** A runner with an event step whose handler has the given body. */
async function eventStep(t, body) {
  const project = await writeProject(t, {
    'a.step.ts': `export const config = { type: 'event', name: 'A', subscribes: ['t'], flows: ['f', 'g'] }
export const handler = async (input: any, ctx: any) => {
  ${body}
}`,
  });
  const peer = await startRunner(t, project.root);
  const file = project.path('a.step.ts');
  const { files } = await peer.load([file]);
  assert.equal(files[0].error, undefined);
  const meta = { file, kind: 'event', delivery: { id: 'd-1', attempt: 2 } };
  return { peer, file, begin: (data = null) => peer.begin(meta, JSON.stringify(data)), call: (data = null) => peer.call(meta, JSON.stringify(data)) };
}

const asked = (peer) => peer.requests.map(({ requestId, ...request }) => request);

test('an event handler gets the data, and the context says which delivery of which trace it is', async (t) => {
  const { peer, call } = await eventStep(t, `
    const { traceId, flows, delivery, logger } = ctx
    logger.info('got', { input, traceId, flows, delivery, aborted: ctx.signal.aborted, keys: Object.keys({ ...ctx }).sort() })`);
  const answer = await call({ a: 1 });
  assert.deepEqual([answer.kind, answer.meta, answer.body.length], ['Result', {}, 0]);
  assert.deepEqual(peer.logs[0].args, {
    input: { a: 1 }, traceId: 'trace-1', flows: ['f', 'g'], delivery: { id: 'd-1', attempt: 2 }, aborted: false,
    keys: ['delivery', 'emit', 'flows', 'logger', 'signal', 'state', 'streams', 'traceId'],
  });
});

test('a cron handler gets the context alone', async (t) => {
  const project = await writeProject(t, {
    'a.step.js': `module.exports = { config: { type: 'cron', name: 'A', cron: '* * * * *' }, handler: (...args) => args[0].logger.info(args.length + args[0].traceId) }`,
  });
  const peer = await startRunner(t, project.root);
  await peer.load([project.path('a.step.js')]);
  assert.equal((await peer.call({ file: project.path('a.step.js'), kind: 'cron', delivery: { id: 'd', attempt: 1 } })).kind, 'Result');
  assert.equal(peer.logs[0].message, '1trace-1');
});

const logsOwn = 'async handler(input, ctx) { ctx.logger.info(this.word) }';
for (const [what, name, text] of [
  ['module.exports', 'a.step.js', `module.exports = { config: {}, word: 'own', ${logsOwn} }`],
  ['exports', 'a.step.js', 'exports.config = {}; exports.word = "own"; exports.handler = async function (input, ctx) { ctx.logger.info(this.word) }'],
  ['a default export', 'a.step.ts', `export default { config: {}, word: 'own', ${logsOwn} }`],
  ['a default export of a class', 'a.step.ts', `class Step { config = {}; word = 'own'; ${logsOwn} }\nexport default new Step()`],
  ['the default export of an ES module', 'a.step.mjs', `export default { config: {}, word: 'own', ${logsOwn} }`],
]) {
  test(`a handler is called as the method of ${what}`, async (t) => {
    const project = await writeProject(t, { [name]: text });
    const peer = await startRunner(t, project.root);
    await peer.load([project.path(name)]);
    assert.equal((await peer.call({ file: project.path(name), kind: 'event' }, 'null')).kind, 'Result');
    assert.equal(peer.logs[0].message, 'own');
  });
}

test('emit sends one event or several, and answers nothing', async (t) => {
  const { peer, call } = await eventStep(t, `
    const one = await ctx.emit({ topic: 'one', data: input, messageGroupId: 7, extra: 1 })
    await ctx.emit([{ topic: 'two', data: 0 }, { topic: 'three' }])
    ctx.logger.info(String(one))`);
  const { id } = await call({ a: 1 });
  assert.deepEqual(asked(peer), [
    { call: id, op: 'emit', body: [{ topic: 'one', data: { a: 1 }, messageGroupId: '7' }] },
    { call: id, op: 'emit', body: [{ topic: 'two', data: 0 }, { topic: 'three', data: null }] },
  ]);
  assert.equal(peer.logs[0].message, 'undefined');
});

for (const [what, code, message] of [
  ['an emit of text', `ctx.emit('topic')`, /emit takes \{ topic, data, messageGroupId\? \}/],
  ['an emit without topic', `ctx.emit([{ data: 1 }])`, /the topic is undefined/],
  ['a BigInt', `ctx.emit({ topic: 't', data: 1n })`, /BigInt/],
  ['a state without key', `ctx.state.get('g')`, /state\.get: the key is undefined; it must be a string/],
  ['a stream without groupId', `ctx.streams.s.send({}, { type: 'a' })`, /stream\.send: the groupId is undefined/],
]) {
  test(`${what} is refused where it is written, and nothing is asked`, async (t) => {
    const { peer, call } = await eventStep(t, `await ${code}`);
    const failed = await call();
    assert.match(failed.meta.error.message, message);
    assert.match(failed.meta.error.stack, /a\.step\.ts:3:/);
    assert.deepEqual(peer.requests, []);
  });
}

test('state asks by group and key and answers what the silo answers', async (t) => {
  const { peer, call } = await eventStep(t, `
    const { state } = ctx
    ctx.logger.info('all', [
      await state.get('g', 'k'), await state.set('g', 'k', 0), await state.set('g', 'k', undefined), await state.delete('g', 5),
      await state.update('g', 'k', [{ type: 'increment', path: 'n', by: 1 }]), await state.getGroup('g'), await state.clear('g') === undefined])`);
  const answers = { 'state.get': null, 'state.delete': { old: 1 }, 'state.update': { n: 1 }, 'state.getGroup': [1, 2] };
  peer.onRequest(({ op, body }) => (op === 'state.set' ? body : answers[op]));
  const { id: call1 } = await call();
  assert.deepEqual(asked(peer), [
    { call: call1, op: 'state.get', group: 'g', key: 'k', body: undefined },
    { call: call1, op: 'state.set', group: 'g', key: 'k', body: 0 },
    { call: call1, op: 'state.set', group: 'g', key: 'k', body: null },
    { call: call1, op: 'state.delete', group: 'g', key: '5', body: undefined },
    { call: call1, op: 'state.update', group: 'g', key: 'k', body: [{ type: 'increment', path: 'n', by: 1 }] },
    { call: call1, op: 'state.getGroup', group: 'g', body: undefined },
    { call: call1, op: 'state.clear', group: 'g', body: undefined },
  ]);
  assert.deepEqual(peer.logs[0].args, [null, 0, null, { old: 1 }, { n: 1 }, [1, 2], true]);
});

test('streams are there by any name, and ask for their items', async (t) => {
  const { peer, call } = await eventStep(t, `
    const { todo, 'my-stream': other } = ctx.streams
    await todo.get('g', 'i'); await todo.set('g', 'i', { a: 1 }); await todo.delete('g', 'i')
    await todo.update('g', 'i', [{ type: 'remove', path: 'a' }])
    const items = await other.getGroup('g')
    await other.send({ groupId: 'g' }, { type: 'x', data: 1 }); await other.send({ groupId: 'g', id: 'i' }, { type: 'x', data: 1 })
    ctx.logger.info('items', { items, same: ctx.streams.todo === todo, awaited: await ctx.streams === ctx.streams, has: 'todo' in ctx.streams })`);
  peer.onRequest(({ op }) => (op === 'stream.getGroup' ? [{ id: 'i' }] : null));
  await call();
  assert.deepEqual(asked(peer).map(({ call: _, ...request }) => request), [
    { op: 'stream.get', stream: 'todo', group: 'g', id: 'i', body: undefined },
    { op: 'stream.set', stream: 'todo', group: 'g', id: 'i', body: { a: 1 } },
    { op: 'stream.delete', stream: 'todo', group: 'g', id: 'i', body: undefined },
    { op: 'stream.update', stream: 'todo', group: 'g', id: 'i', body: [{ type: 'remove', path: 'a' }] },
    { op: 'stream.getGroup', stream: 'my-stream', group: 'g', body: undefined },
    { op: 'stream.send', stream: 'my-stream', group: 'g', body: { type: 'x', data: 1 } },
    { op: 'stream.send', stream: 'my-stream', group: 'g', id: 'i', body: { type: 'x', data: 1 } },
  ]);
  assert.deepEqual(peer.logs[0].args, { items: [{ id: 'i' }], same: true, awaited: true, has: true });
});

test('an error of the silo is thrown where the handler waits, and keeps its code when it leaves the handler', async (t) => {
  const { peer, call } = await eventStep(t, `
    try { await ctx.state.get('a', 'b') } catch (error: any) { ctx.logger.info('caught', { name: error.name, code: error.code, message: error.message, isError: error instanceof Error }) }
    await ctx.emit({ topic: 't', data: 1 })`);
  peer.onRequest(({ op }) => refuse({ name: 'OverloadedError', code: 'Overloaded', message: `${op} has no room` }));
  const { error } = (await call()).meta;
  assert.deepEqual(peer.logs[0].args, { name: 'OverloadedError', code: 'Overloaded', message: 'state.get has no room', isError: true });
  assert.deepEqual({ name: error.name, code: error.code, message: error.message }, { name: 'OverloadedError', code: 'Overloaded', message: 'emit has no room' });
  assert.match(error.stack, /^OverloadedError: emit has no room\n.*a\.step\.ts:5:5/);
});

test('the code of a silo error arrives as text', async (t) => {
  const { peer, call } = await eventStep(t, `await ctx.emit({ topic: 't', data: 1 })`);
  peer.onRequest(() => refuse({ name: 'Error', code: 5, message: 'no' }));
  assert.equal((await call()).meta.error.code, '5');
});

test('what is asked for after a request in chunks arrives after it, in the order of asking', async (t) => {
  const { peer, call } = await eventStep(t, `
    const large = 'x'.repeat(500_000)
    ctx.state.set('g', 'k', large)
    ctx.state.set('g', 'k', 'small')
    ctx.emit({ topic: 't', data: large })
    ctx.state.delete('g', 'k')
    await ctx.state.get('g', 'k')`);
  peer.onRequest(() => null);
  await call();
  assert.deepEqual(peer.requests.map(({ op, body }) => [op, JSON.stringify(body ?? null).length > 65536]),
    [['state.set', true], ['state.set', false], ['emit', true], ['state.delete', false], ['state.get', false]]);
});

test('a request that cannot be sent does not hold those behind it', async (t) => {
  const { peer, call } = await eventStep(t, `
    ctx.state.set('g', 'large', 'x'.repeat(100_000))
    const tooLarge = ctx.state.set('g', 'tooLarge', 'x'.repeat(64 * 1024 * 1024)).catch((error: any) => error.message)
    ctx.state.set('g', 'small', 1)
    ctx.logger.info(await tooLarge)`);
  await call();
  assert.deepEqual(peer.requests.map(({ key }) => key), ['large', 'small']);
  assert.match(peer.logs[0].message, /cannot be sent; at most 67108864/);
});

test('requests of other calls pass one in chunks', async (t) => {
  const { peer, begin } = await eventStep(t, `await ctx.state.set('g', 'k', 'x'.repeat(input))`);
  const large = begin(32 * 1024 * 1024);
  await peer.nextFrame(({ kind }) => kind === 'Chunk');
  await begin(1).answer;
  await large.answer;
  assert.deepEqual(peer.requests.map(({ body }) => body.length), [1, 32 * 1024 * 1024]);
});

test('half a surrogate pair arrives as U+FFFD, in text and in names', async (t) => {
  const { peer, call } = await eventStep(t, String.raw`
    ctx.logger.info('cut \ud83d', { ['name \ude00']: 'value \ud83d', whole: '\ud83d\ude00', path: 'C:\\ud83d' })
    ctx.logger.info('x'.repeat(65535) + '\ud83d\ude00')
    await ctx.state.get('group \ud83d', 'key \ude00')
    throw new Error('message \ud83d')`);
  const { error } = (await call()).meta;
  assert.deepEqual([peer.logs[0].message, peer.logs[0].args],
    ['cut \ufffd', { 'name \ufffd': 'value \ufffd', whole: '\ud83d\ude00', path: 'C:\\ud83d' }]);
  assert.equal(peer.logs[1].message.slice(65535), '\ufffd… (65537 characters)');
  assert.deepEqual([peer.requests[0].group, peer.requests[0].key], ['group \ufffd', 'key \ufffd']);
  assert.equal(error.message, 'message \ufffd');
  assert.match(error.stack, /^Error: message \ufffd\n/);
});

test('log args have at most 32 levels', async (t) => {
  const { peer, call } = await eventStep(t, `
    const nested = (levels: number): any => (levels === 0 ? 'bottom' : levels % 2 ? [nested(levels - 1)] : { a: nested(levels - 1) })
    for (const levels of [32, 33, 100]) ctx.logger.info('deep', nested(levels))`);
  await call();
  const levels = ({ args }) => {
    let count = 0;
    for (; typeof args === 'object'; [args] = Object.values(args)) {
      count++;
    }
    return [count, args];
  };
  assert.deepEqual(peer.logs.map(levels), [[32, 'bottom'], [32, '[deeper than 32 levels]'], [32, '[deeper than 32 levels]']]);
});

test('a call has ended when what its handler did not wait for is answered, and what that asked for in turn', async (t) => {
  const { peer, call } = await eventStep(t, `
    const later = async () => { await ctx.state.get('g', 'k'); await Promise.resolve(); await ctx.emit({ topic: 't', data: 1 }) }
    later()`);
  const order = [];
  peer.onRequest(({ op }) => {
    order.push(op, peer.messages.some(({ kind }) => kind === 'Result'));
    return null;
  });
  assert.equal((await call()).kind, 'Result');
  assert.deepEqual(order, ['state.get', false, 'emit', false]);
});

test('a call does not end before a reply that is still to come', async (t) => {
  const { peer, begin } = await eventStep(t, `ctx.emit({ topic: 't', data: 1 })`);
  peer.onRequest(() => never);
  const { answer } = begin();
  const { id } = await peer.next(({ kind }) => kind === 'Request');
  await peer.ping();
  assert.ok(!peer.messages.some(({ kind }) => kind === 'Result'));
  peer.send('Reply', id, {});
  assert.equal((await answer).kind, 'Result');
});

test('what is asked for after the end of a call is refused with advice', async (t) => {
  const { peer, call } = await eventStep(t, `setImmediate(() => ctx.emit({ topic: 't', data: 1 }))`);
  await call();
  const log = await peer.next(({ kind }) => kind === 'Log');
  assert.match(log.meta.message, /emit came after the handler in .*a\.step\.ts had ended; await/);
  assert.deepEqual(peer.requests, []);
});

for (const meta of [{ reason: 'timeout' }, { reason: 'gone' }, { reason: 'stopping' }, {}]) {
  test(`a cancel ${JSON.stringify(meta)} fires the signal, and the answer still comes`, async (t) => {
    const { peer, begin } = await eventStep(t, `
      const aborted = new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
      ctx.logger.info('waiting')
      await aborted
      ctx.logger.info('aborted: ' + ctx.signal.aborted + ' ' + ctx.signal.reason.name)`);
    const { id, answer } = begin();
    await peer.next(({ kind }) => kind === 'Log');
    peer.send('Cancel', id, meta);
    assert.equal((await answer).kind, 'Result');
    assert.equal(peer.logs[1].message, 'aborted: true AbortError');
  });
}

test('a cancel of a call that has ended, or is not yet looked at, hurts nobody', async (t) => {
  const { peer, call, begin } = await eventStep(t, `await null; ctx.logger.info(String(ctx.signal.aborted))`);
  const { id } = await call();
  peer.send('Cancel', id, {});
  // In one write, so that the call has begun and its signal is not looked at when the cancel comes.
  peer.socket.cork();
  const second = begin();
  peer.send('Cancel', second.id, {});
  peer.socket.uncork();
  assert.equal((await second.answer).kind, 'Result');
  assert.deepEqual(peer.logs.map(({ message }) => message), ['false', 'true']);
});

test('a line that is logged after the end of its call tells file and trace', async (t) => {
  const { peer, file, call } = await eventStep(t, `setImmediate(() => ctx.logger.info('late', { n: 1 }))`);
  await call();
  await peer.next(({ kind }) => kind === 'Log');
  assert.deepEqual(peer.logs, [{ id: 0, level: 'info', message: 'late', args: { file, traceId: 'trace-1', args: { n: 1 } } }]);
});

test('the logger takes what throws when it is read', async (t) => {
  const { peer, call } = await eventStep(t, `ctx.logger.info('trap', Object.defineProperty(new Error('x'), 'stack', { get() { throw ctx } }))`);
  assert.equal((await call()).kind, 'Result');
  assert.deepEqual([peer.logs[0].message, peer.logs[0].args], ['trap', 'It cannot be shown: reading it throws.']);
});

test('the logger takes what JSON cannot say, and never throws', async (t) => {
  const { peer, call } = await eventStep(t, `
    const circular: any = { name: 'c' }; circular.self = circular
    ctx.logger.debug('circular', circular)
    ctx.logger.warn('error', { error: new TypeError('bad'), big: 5n })
    ctx.logger.error({ no: 'text' })
    ctx.logger.info('long', 'x'.repeat(100_000))`);
  await call();
  const [circular, error, object, long] = peer.logs;
  assert.deepEqual([circular.level, error.level, object.level, long.level], ['debug', 'warn', 'error', 'info']);
  assert.match(circular.args, /\[Circular/);
  assert.equal(error.args.error.message, 'bad');
  assert.match(error.args.error.stack, /a\.step\.ts:6:39/);
  assert.equal(error.args.big, '5');
  assert.match(object.message, /no: 'text'/);
  assert.ok(long.args.length < 70_000, `${long.args.length}`);
});
