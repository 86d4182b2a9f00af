import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startRunner } from './support/peer.mjs';
import { writeProject } from './support/project.mjs';

const head = `export const config = { type: 'api', name: 'A', path: '/', method: 'POST' }\n`;

/** A runner with one api step for each source. */
async function apiSteps(t, sources) {
  const names = sources.map((_, index) => `${index}.step.ts`);
  const project = await writeProject(t, Object.fromEntries(names.map((name, index) => [name, sources[index]])));
  const peer = await startRunner(t, project.root);
  const { files } = await peer.load(names.map(project.path));
  assert.deepEqual(files.filter(({ error }) => error), []);
  return { peer, files: files.map(({ file }) => file), calls: files.map(({ file }) => (request) => peer.api(file, request)) };
}

async function apiStep(t, source) {
  const { peer, files: [file], calls: [call] } = await apiSteps(t, [source]);
  return { peer, file, call };
}

const echo = `${head}export const handler = async (req: any) => ({ status: 200, body: { ...req, isBuffer: Buffer.isBuffer(req.body) } })`;

const requests = [
  ['without a body', {}, { body: {}, rawBody: '' }],
  ['JSON', { bodyKind: 'json', body: '{ "a": [1, null, "ü"] }' }, { body: { a: [1, null, 'ü'] }, rawBody: '{ "a": [1, null, "ü"] }' }],
  ['a JSON primitive', { bodyKind: 'json', body: '0' }, { body: 0, rawBody: '0' }],
  ['text', { bodyKind: 'text', body: 'Grüße' }, { body: 'Grüße', rawBody: 'Grüße' }],
  ['bytes', { bodyKind: 'bytes', body: Buffer.from([0, 255]) }, { body: { type: 'Buffer', data: [0, 255] }, rawBody: '', isBuffer: true }],
];

test('req has the body and its exact text', async (t) => {
  const { call } = await apiStep(t, echo);
  for (const [what, request, expected] of requests) {
    await t.test(`of a request ${what}`, async () => {
      const common = { pathParams: { id: '7' }, queryParams: { q: ['a', 'b'] }, headers: { accept: 'x', 'set-cookie': ['a', 'b'] } };
      const answer = await call({ ...common, ...request, body: request.body === undefined ? undefined : Buffer.from(request.body) });
      assert.deepEqual(JSON.parse(answer.body), { ...common, isBuffer: false, ...expected });
    });
  }
});

test('req of a form has its fields and its exact text', async (t) => {
  const { peer, file } = await apiStep(t, echo);
  const answer = await peer.form(file, 'form', { fields: { a: 'ü', b: ['2', '3'] } }, 'a=%C3%BC&b=2&b=3');
  const { body, rawBody } = JSON.parse(answer.body);
  assert.deepEqual([body, rawBody], [{ a: 'ü', b: ['2', '3'] }, 'a=%C3%BC&b=2&b=3']);
});

test('req of a multipart request has fields and files with their bytes', async (t) => {
  const { peer, file } = await apiStep(t, `${head}export const handler = async (req: any) => ({ status: 200, body: {
    body: req.body, rawBody: req.rawBody, files: req.files.map((f: any) => ({ ...f, bytes: f.bytes.toString('latin1'), isBuffer: Buffer.isBuffer(f.bytes) })) } })`);
  const answer = await peer.form(file, 'multipart', {
    fields: { title: 'ü' },
    files: [{ name: 'one', filename: '1.txt', contentType: 'text/plain', length: 3 }, { name: 'two', filename: '2.bin', contentType: 'application/octet-stream', length: 1 }],
  }, Buffer.from('abc\xff', 'latin1'));
  assert.deepEqual(JSON.parse(answer.body), {
    body: { title: 'ü' }, rawBody: '',
    files: [
      { name: 'one', filename: '1.txt', contentType: 'text/plain', bytes: 'abc', isBuffer: true },
      { name: 'two', filename: '2.bin', contentType: 'application/octet-stream', bytes: '\xff', isBuffer: true },
    ],
  });
});

test('req is an ordinary object: its members are listed, spread and replaced', async (t) => {
  const { call } = await apiStep(t, `${head}export const handler = async (req: any) => {
    const keys = Object.keys(req), spread = { ...req }
    req.body = { replaced: true }
    req.user = 'ann'
    return { status: 200, body: { keys, before: spread.body, after: req.body, json: JSON.parse(JSON.stringify(req)) } }
  }`);
  const { keys, before, after, json } = JSON.parse((await call({ json: { a: 1 } })).body);
  assert.deepEqual(keys.sort(), ['body', 'headers', 'pathParams', 'queryParams', 'rawBody']);
  assert.deepEqual([before, after], [{ a: 1 }, { replaced: true }]);
  assert.deepEqual(json, { pathParams: {}, queryParams: {}, headers: {}, body: { replaced: true }, rawBody: '{"a":1}', user: 'ann' });
});

const bodies = [
  ['a string', `'<b>ü</b>'`, 'text', Buffer.from('<b>ü</b>')],
  ['an empty string', `''`, 'text', Buffer.alloc(0)],
  ['a Buffer', `Buffer.from([1, 2])`, 'bytes', Buffer.from([1, 2])],
  ['a Uint8Array in the middle of its buffer', `new Uint8Array([9, 1, 2, 9]).subarray(1, 3)`, 'bytes', Buffer.from([1, 2])],
  ['an ArrayBuffer', `new Uint8Array([1, 2]).buffer`, 'bytes', Buffer.from([1, 2])],
  ['an object', `{ a: 1, b: undefined, at: new Date(0) }`, 'json', Buffer.from('{"a":1,"at":"1970-01-01T00:00:00.000Z"}')],
  ['a Buffer inside an object', `{ file: Buffer.from([7]) }`, 'json', Buffer.from('{"file":{"type":"Buffer","data":[7]}}')],
  ['null', `null`, 'json', Buffer.from('null')],
  ['false', `false`, 'json', Buffer.from('false')],
  ['nothing', `undefined`, 'none', Buffer.alloc(0)],
];

test('a body goes out as what it is', async (t) => {
  const { calls } = await apiSteps(t, bodies.map(([, body]) => `${head}export const handler = () => ({ status: 200, body: ${body} })`));
  for (const [index, [what, , bodyKind, bytes]] of bodies.entries()) {
    await t.test(`${what} as ${bodyKind}`, async () => {
      const answer = await calls[index]();
      assert.deepEqual(answer.meta, { status: 200, headers: {}, bodyKind });
      assert.deepEqual(answer.body, bytes);
    });
  }
});

test('header values are text, or lists of it; those without a value are left out', async (t) => {
  const { call } = await apiStep(t, `${head}export const handler = () => ({ status: 200, headers: { 'X-Number': 5, 'X-Flag': false, 'set-cookie': ['a=1', 2], none: undefined } })`);
  assert.deepEqual((await call()).meta.headers, { 'X-Number': '5', 'X-Flag': 'false', 'set-cookie': ['a=1', '2'] });
});

test('of header names that differ in case alone the last counts', async (t) => {
  const { call } = await apiStep(t, `${head}export const handler = () => ({ status: 200, headers: { 'X-A': '1', 'x-b': '2', 'x-a': '3', 'X-a': undefined } })`);
  assert.deepEqual((await call()).meta.headers, { 'x-a': '3', 'x-b': '2' });
});

test('a Map of headers is headers', async (t) => {
  const { call } = await apiStep(t, `${head}export const handler = () => ({ status: 200, headers: new Map([['X-A', '1']]) })`);
  assert.deepEqual((await call()).meta.headers, { 'X-A': '1' });
});

test('Headers of the fetch standard are headers', async (t) => {
  const { call } = await apiStep(t, `${head}export const handler = () => ({ status: 200, headers: new Headers([['X-A', '1'], ['x-a', '2'], ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']]) })`);
  assert.deepEqual((await call()).meta.headers, { 'x-a': '1, 2', 'set-cookie': ['a=1', 'b=2'] });
});

const noAnswers = [
  ['nothing', 'undefined', /returned nothing; an api handler returns \{ status, headers\?, body\? \}/],
  ['null', 'null', /returned null;/],
  ['a string', '"ok"', /returned a string;/],
  ['no status', '{ body: {} }', /returned the status undefined; it must be a number from 200 to 599/],
  ['a status that is text', '{ status: "200" }', /returned the status "200"/],
  ['a status of 199', '{ status: 199 }', /status 199/],
  ['a status of 600', '{ status: 600 }', /status 600/],
  ['a status of 200.5', '{ status: 200.5 }', /status 200\.5/],
  ['a circular body', '(() => { const a: any = {}; a.a = a; return { status: 200, body: a } })()', /body that JSON cannot say: Converting circular structure/],
  ['a BigInt', '{ status: 200, body: { n: 1n } }', /body that JSON cannot say: .*BigInt/],
  ['a function', '{ status: 200, body: () => {} }', /body of type function, which JSON cannot say/],
  ['a Node stream', `{ status: 200, body: require('node:stream').Readable.from(['a']) }`, /body that is a Readable; read it first/],
  ['a web stream', `{ status: 200, body: new Blob(['a']).stream() }`, /body that is a ReadableStream/],
  ['a Response', `new Response('text')`, /body that is a ReadableStream/],
  ['a Blob', `{ status: 200, body: new Blob(['a']) }`, /body that is a Blob/],
  ['headers that are no object', '{ status: 200, headers: "x" }', /headers of type string/],
  ['a header with a line break', '{ status: 200, headers: { "x-a": "1\\r\\nx-b: 2" } }', /Invalid character in header content/],
  ['a header name with a space', '{ status: 200, headers: { "x a": "1" } }', /Header name must be a valid HTTP token/],
];

test('a handler has failed, and the message says why, when it answers', async (t) => {
  const { calls } = await apiSteps(t, noAnswers.map(([, answer]) => `${head}export const handler = () => (${answer})`));
  for (const [index, [what, , message]] of noAnswers.entries()) {
    await t.test(what, async () => {
      const failed = await calls[index]();
      assert.equal(failed.kind, 'Failed');
      assert.match(failed.meta.error.message, message);
    });
  }
});

const withMiddleware = (middleware, handler = `async (req: any, ctx: any) => ({ status: 200, body: req.trail })`) =>
  `export const config = { type: 'api', name: 'A', path: '/', method: 'POST', middleware: [${middleware}] }\nexport const handler = ${handler}`;

test('middleware runs in the order of the list, may change the request, and gets the answer back', async (t) => {
  const { call } = await apiStep(t, withMiddleware(`
    async (req: any, ctx: any, next: any) => { req.trail = ['one:' + ctx.traceId]; const answer = await next(); return { ...answer, headers: { 'x-trail': 'out' } } },
    async (req: any, ctx: any, next: any) => { req.trail.push('two'); return next() }`));
  const answer = await call();
  assert.deepEqual(JSON.parse(answer.body), ['one:trace-1', 'two']);
  assert.deepEqual(answer.meta.headers, { 'x-trail': 'out' });
});

test('middleware that does not call next answers alone', async (t) => {
  const { call } = await apiStep(t, withMiddleware(`async () => ({ status: 401, body: { error: 'no token' } })`, `() => { throw new Error('reached') }`));
  const answer = await call({ validate: true });
  assert.equal(answer.meta.status, 401);
});

test('middleware that forgets to return what next answers is told so', async (t) => {
  const { call } = await apiStep(t, withMiddleware(`async (req: any, ctx: any, next: any) => { await next() }`, `() => ({ status: 200 })`));
  assert.match((await call()).meta.error.message, /The handler in .*0\.step\.ts, or its middleware, returned nothing; /);
});

test('middleware catches what the handler throws', async (t) => {
  const { call } = await apiStep(t, withMiddleware(
    `async (req: any, ctx: any, next: any) => { try { return await next() } catch (error: any) { return { status: 418, body: error.message } } }`,
    `() => { throw new Error('teapot') }`));
  const answer = await call();
  assert.deepEqual([answer.meta.status, String(answer.body)], [418, 'teapot']);
});

test('with validate the body is checked as middleware left it, before the handler', async (t) => {
  const { call, peer } = await apiStep(t, withMiddleware(`async (req: any, ctx: any, next: any) => { req.body = { ...req.body, added: true }; return next() }`,
    `async (req: any) => ({ status: 200, body: req.body })`));
  peer.onRequest(() => null);
  assert.deepEqual(JSON.parse((await call({ json: { a: 1 }, validate: true })).body), { a: 1, added: true });
  assert.deepEqual(peer.requests.map(({ op, body }) => [op, body]), [['validate', { a: 1, added: true }]]);
});

for (const [what, bytes] of [['Buffer', `Buffer.from('a')`], ['ArrayBuffer', 'new ArrayBuffer(1)']]) {
  test(`with validate a body that is a ${what} is checked as null`, async (t) => {
    const { call, peer } = await apiStep(t, withMiddleware(`async (req: any, ctx: any, next: any) => { req.body = ${bytes}; return next() }`, `() => ({ status: 204 })`));
    peer.onRequest(() => null);
    await call({ validate: true });
    assert.deepEqual(peer.requests.map(({ op, body }) => [op, body]), [['validate', null]]);
  });
}

test('a refusal is the answer that middleware sees, and the handler does not run', async (t) => {
  const { call, peer } = await apiStep(t, withMiddleware(
    `async (req: any, ctx: any, next: any) => { const answer = await next(); return { ...answer, headers: { ...answer.headers, 'x-seen': answer.status } } }`,
    `() => { throw new Error('reached') }`));
  const refusal = { status: 400, headers: { 'x-a': '1' }, body: { error: 'Validation failed', details: [] } };
  peer.onRequest(() => refusal);
  const answer = await call({ json: 5, validate: true });
  assert.deepEqual(answer.meta, { status: 400, headers: { 'x-a': '1', 'x-seen': '400' }, bodyKind: 'json' });
  assert.deepEqual(JSON.parse(answer.body), refusal.body);
});

test('without validate nothing is asked', async (t) => {
  const { call, peer } = await apiStep(t, withMiddleware(`async (req: any, ctx: any, next: any) => next()`, `() => ({ status: 204 })`));
  await call({ json: 1 });
  assert.deepEqual(peer.requests, []);
});
