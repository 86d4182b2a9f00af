// A silo in small: it starts the real runner on a project, and answers what handlers ask for as a test says.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kinds, message, reader } from './wire.mjs';

const main = fileURLToPath(new URL('../../main.mjs', import.meta.url));

/** @param {import('node:test').TestContext} test */
export async function startRunner(test, project, { env } = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'runner-'));
  const path = join(directory, 's');
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const child = spawn(process.execPath, [main, '--socket', path, '--project', project], { cwd: project, env: { ...process.env, ...env } });
  test.after(async () => {
    child.kill('SIGKILL');
    server.close();
    await rm(directory, { recursive: true });
  });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  const connected = once(server, 'connection');
  const started = await Promise.race([connected, exited]);
  if (!Array.isArray(started)) {
    throw new Error(`The runner ended before it connected: ${JSON.stringify(started)}`);
  }
  const peer = new Peer(started[0], child, exited);
  peer.hello = await peer.next(({ kind }) => kind === 'Hello');
  return peer;
}

export class Peer {
  frames = [];
  messages = [];
  stdout = '';
  stderr = '';
  #waiting = [];
  #waitingFrames = [];
  #answer = () => ({});
  #nextId = 1;

  constructor(socket, child, exited) {
    this.socket = socket;
    this.child = child;
    this.exited = exited;
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => { socket.once('close', resolve); });
    this.stdoutEnd = once(child.stdout, 'end');
    this.stderrEnd = once(child.stderr, 'end');
    socket.on('data', reader({ onFrame: (frame) => this.#receiveFrame(frame), onMessage: (message) => this.#receive(message) }));
    child.stdout.on('data', (text) => { this.stdout += text; });
    child.stderr.on('data', (text) => { this.stderr += text; });
    socket.on('close', () => this.#failWaiting(() => 'The runner closed the connection.'));
    exited.then(({ code, signal }) => this.#failWaiting(() => `The runner ended (${code ?? signal}).`));
  }

  /** How requests are answered: `(request) => value`, or `{ error }` in an object made by `refuse`. */
  onRequest(answer) {
    this.#answer = answer;
  }

  get requests() {
    return this.messages.filter(({ kind }) => kind === 'Request').map(asRequest);
  }

  get logs() {
    return this.messages.filter(({ kind }) => kind === 'Log').map(({ id, meta }) => ({ id, ...meta }));
  }

  send(kind, id, meta, body) {
    for (const frame of message(kinds[kind], id, meta, body)) {
      this.socket.write(frame);
    }
  }

  newId() {
    return this.#nextId++;
  }

  /** The next message, or the first that has come, that fits. */
  next(fits) {
    const found = this.messages.find(fits);
    return found !== undefined
      ? Promise.resolve(found)
      : new Promise((resolve, reject) => this.#waiting.push({ fits, resolve, reject }));
  }

  /** The next frame that fits. */
  nextFrame(fits) {
    return new Promise((resolve, reject) => this.#waitingFrames.push({ fits, resolve, reject }));
  }

  async load(files, config = null) {
    const id = this.newId();
    this.send('Load', id, { files, config });
    const { meta } = await this.next((message) => message.kind === 'Loaded' && message.id === id);
    return meta;
  }

  begin(meta, body) {
    const id = this.newId();
    this.send('Call', id, { traceId: 'trace-1', ...meta }, body);
    return { id, answer: this.next((message) => (message.kind === 'Result' || message.kind === 'Failed') && message.id === id) };
  }

  call(meta, body) {
    return this.begin(meta, body).answer;
  }

  /** An api call whose body is a form: its fields, its files if it has any, and what follows them. */
  form(file, bodyKind, form, rest) {
    const head = Buffer.from(JSON.stringify(form));
    return this.api(file, { bodyKind, formLength: head.length, body: Buffer.concat([head, Buffer.from(rest)]) });
  }

  /** An api call; headers, parameters and body are empty unless given. `json` is sent as the JSON body. */
  api(file, { json, body, ...meta } = {}) {
    const content = json === undefined ? body : Buffer.from(JSON.stringify(json));
    return this.call({
      file, kind: 'api', method: 'POST', path: '/', pathParams: {}, queryParams: {}, headers: {},
      bodyKind: json === undefined ? 'none' : 'json', ...meta,
    }, content);
  }

  async ping() {
    const id = this.newId();
    this.send('Ping', id, {});
    return this.next((message) => message.kind === 'Pong' && message.id === id);
  }

  #receiveFrame(frame) {
    this.frames.push(frame);
    this.#waitingFrames = stillWaiting(this.#waitingFrames, frame);
  }

  #receive(message) {
    this.messages.push(message);
    if (message.kind === 'Request') {
      this.#reply(message);
    }
    this.#waiting = stillWaiting(this.#waiting, message);
  }

  async #reply(message) {
    const value = await this.#answer(asRequest(message), this);
    if (value === never) {
      return;
    }
    if (value instanceof Refusal) {
      this.send('Reply', message.id, { error: value.error });
    } else {
      this.send('Reply', message.id, {}, value === undefined ? undefined : JSON.stringify(value));
    }
  }

  #failWaiting(reason) {
    for (const { reject } of [...this.#waiting.splice(0), ...this.#waitingFrames.splice(0)]) {
      reject(new Error(`${reason()}\n${this.stderr}`));
    }
  }
}

function stillWaiting(waiting, arrived) {
  return waiting.filter(({ fits, resolve }) => {
    if (!fits(arrived)) {
      return true;
    }
    resolve(arrived);
    return false;
  });
}

/** The reply to a request that gets none. */
export const never = Symbol('never');

class Refusal {
  constructor(error) {
    this.error = error;
  }
}

export const refuse = (error) => new Refusal(error);

function asRequest({ id, meta, body }) {
  return { ...meta, requestId: id, body: body.length === 0 ? undefined : JSON.parse(body) };
}
