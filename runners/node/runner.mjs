import { Call, currentCall } from './call.mjs';
import { Connection } from './connection.mjs';
import { describeError, describeFailure } from './errors.mjs';
import { Kind, ProtocolError } from './frames.mjs';
import { kinds } from './kinds.mjs';
import { loadedModules, registerLoader } from './loader.mjs';
import { Log } from './log.mjs';
import { loadProject } from './project.mjs';
import { Requests } from './requests.mjs';
import { loadStep } from './steps.mjs';

const ProtocolVersion = 1;

/** Answers one silo: loads its files and runs its calls. */
export class Runner {
  #connection;
  #log;
  #requests;
  #steps = new Map();
  #calls = new Map();
  #isLoading = false;
  #isStopping = false;

  /** @param {import('node:net').Socket} socket */
  constructor(socket) {
    this.#connection = new Connection(socket, (...message) => this.#receive(...message), closed);
    this.#log = new Log(this.#connection);
    this.#requests = new Requests(this.#connection);
    registerLoader();
    process.on('exit', () => this.#blame());
    process.on('unhandledRejection', (reason) => this.#logRejection(reason));
    this.#connection.send(Kind.Hello, 0, { protocol: ProtocolVersion, language: 'node', version: process.versions.node });
  }

  #receive(kind, id, meta, body) {
    switch (kind) {
      case Kind.Load: return this.#beginLoad(id, meta);
      case Kind.Call: return this.#beginCall(id, meta, body);
      case Kind.Cancel: return this.#calls.get(id)?.cancel();
      case Kind.Reply: return this.#requests.settle(id, meta, body);
      case Kind.Ping: return this.#connection.send(Kind.Pong, id, { memory: process.memoryUsage.rss() });
      case Kind.Credit: return this.#grant(meta);
      case Kind.Stop: return this.#stop();
      default: throw new ProtocolError(`There is no message of the kind 0x${kind.toString(16)}.`);
    }
  }

  #beginLoad(id, { files, config = null }) {
    if (this.#isLoading) {
      throw new ProtocolError('A second Load came; a runner loads once.');
    }
    if (!Array.isArray(files) || ![...files, config ?? ''].every((file) => typeof file === 'string')) {
      throw new ProtocolError('A Load came without a list of paths.');
    }
    this.#isLoading = true;
    this.#load(id, files, config);
  }

  async #load(id, files, config) {
    const [project, ...steps] = await Promise.all([config === null ? null : loadProject(config), ...files.map(loadStep)]);
    for (const { step } of steps) {
      if (step !== undefined) {
        this.#steps.set(step.file, step);
      }
    }
    if (project?.authenticate !== undefined) {
      this.#steps.set(config, { file: config, flows: [], middleware: [], authenticate: project.authenticate });
    }
    this.#connection.send(Kind.Loaded, id, {
      files: steps.map(({ description }) => description),
      project: project?.description ?? null,
      modules: loadedModules(),
      memory: process.memoryUsage.rss(),
    });
  }

  #beginCall(id, meta, body) {
    if (this.#calls.has(id)) {
      throw new ProtocolError(`The call ${id} came while another of that number runs.`);
    }
    const call = new Call(id, meta, this.#steps.get(meta.file), this.#requests, this.#log);
    this.#calls.set(id, call);
    this.#call(call, body);
  }

  async #call(call, body) {
    let kind = Kind.Result;
    let result;
    try {
      result = await currentCall.run(call, run, call, body);
    } catch (error) {
      kind = Kind.Failed;
      result = { meta: { error: describeFailure(error) } };
    }
    if (!call.tryEnd()) {
      await call.end();
    }
    this.#calls.delete(call.id);
    this.#answer(call.id, kind, result);
    if (this.#isStopping) {
      this.#endWhenIdle();
    }
  }

  #answer(id, kind, { meta, body }) {
    try {
      this.#connection.send(kind, id, meta, body);
    } catch (error) {
      this.#connection.send(Kind.Failed, id, { error: describeFailure(error) });
    }
  }

  #logRejection(reason) {
    const { stack, ...error } = describeError(reason);
    const line = ['error', `Unhandled rejection: ${stack}`, { error }];
    const call = currentCall.getStore();
    if (call === undefined) {
      this.#log.write(0, ...line);
    } else {
      call.log(...line);
    }
  }

  /** The process ends, by an error that nothing catches or because code exits: of a call, it may be, and of one that was answered long ago. */
  #blame() {
    const call = currentCall.getStore();
    if (call !== undefined) {
      this.#connection.sendNow(Kind.Fault, 0, { file: call.meta.file });
    }
  }

  #grant({ logs }) {
    if (!Number.isSafeInteger(logs) || logs < 0) {
      throw new ProtocolError(`A Credit came for ${JSON.stringify(logs)} logs, which is no count.`);
    }
    this.#log.grant(logs);
  }

  #stop() {
    this.#isStopping = true;
    this.#endWhenIdle();
  }

  async #endWhenIdle() {
    if (this.#calls.size === 0) {
      await this.#connection.end();
      process.exit(0);
    }
  }
}

function run(call, body) {
  if (call.step === undefined) {
    throw new Error(`${call.meta.file} is not loaded, so it cannot be called.`);
  }
  const { kind } = call.meta;
  if (!Object.hasOwn(kinds, kind)) {
    throw new Error(`A call has the kind ${JSON.stringify(kind)}; there are ${Object.keys(kinds).join(', ')}.`);
  }
  return kinds[kind](call, body);
}

function closed(failure) {
  if (failure !== undefined) {
    console.error(`The connection to the silo failed: ${failure.message}`);
  }
  process.exit(failure === undefined ? 0 : 1);
}
