/** The `ctx` of a handler. All of it is its own and enumerable: people spread it. */
export class Context {
  #call;

  // One getter for all: each that an object literal has would be a hidden class of its own, which only a full collection frees.
  static #signal = { enumerable: true, get() { return this.#call.signal; } };

  /** @param {import('./call.mjs').Call} call */
  constructor(call) {
    this.#call = call;
    this.emit = (event) => emit(call, event);
    this.traceId = call.meta.traceId;
    this.flows = call.step.flows;
    this.state = stateOf(call);
    this.streams = streamsOf(call);
    this.logger = loggerOf(call);
    Object.defineProperty(this, 'signal', Context.#signal);
    if (call.meta.delivery !== undefined) {
      this.delivery = call.meta.delivery;
    }
  }
}

async function emit(call, event) {
  const events = Array.isArray(event) ? event : [event];
  await call.request('emit', undefined, JSON.stringify(events.map(checkedEvent)));
}

function checkedEvent(event) {
  if (typeof event?.topic !== 'string') {
    throw new TypeError(`emit takes { topic, data, messageGroupId? } or an array of them; the topic is ${described(event?.topic)}.`);
  }
  const { topic, data = null, messageGroupId } = event;
  return messageGroupId === undefined || messageGroupId === null
    ? { topic, data }
    : { topic, data, messageGroupId: key(messageGroupId, 'emit', 'messageGroupId') };
}

function stateOf(call) {
  const ask = (name, group, id, body) =>
    call.request(name, { group: key(group, name, 'group'), key: key(id, name, 'key') }, body);
  return {
    get: async (group, id) => ask('state.get', group, id),
    set: async (group, id, value) => ask('state.set', group, id, json(value)),
    delete: async (group, id) => ask('state.delete', group, id),
    update: async (group, id, operations) => ask('state.update', group, id, json(operations)),
    getGroup: async (group) => call.request('state.getGroup', { group: key(group, 'state.getGroup', 'group') }),
    clear: async (group) => call.request('state.clear', { group: key(group, 'state.clear', 'group') }),
  };
}

const none = Object.create(null);
const streamsOf = (call) => new Proxy(none, new Streams(call));

/** Streams by name. The silo knows which there are, and says so when one is asked for that is not. */
class Streams {
  #call;
  #byName = null;

  constructor(call) {
    this.#call = call;
  }

  get(_target, name) {
    // What promises, JSON and inspection look for is no stream.
    if (typeof name === 'symbol' || name === 'then' || name === 'toJSON') {
      return undefined;
    }
    this.#byName ??= new Map();
    if (!this.#byName.has(name)) {
      this.#byName.set(name, streamOf(this.#call, name));
    }
    return this.#byName.get(name);
  }

  has(_target, name) { return typeof name === 'string'; }

  set() { return false; }

  defineProperty() { return false; }
}

function streamOf(call, stream) {
  const ask = (name, group, id, body) =>
    call.request(name, { stream, group: key(group, name, 'groupId'), id: key(id, name, 'id') }, body);
  return {
    get: async (group, id) => ask('stream.get', group, id),
    set: async (group, id, item) => ask('stream.set', group, id, json(item)),
    delete: async (group, id) => ask('stream.delete', group, id),
    update: async (group, id, operations) => ask('stream.update', group, id, json(operations)),
    getGroup: async (group) => call.request('stream.getGroup', { stream, group: key(group, 'stream.getGroup', 'groupId') }),
    send: async (channel, event) => {
      const fields = { stream, group: key(channel?.groupId, 'stream.send', 'groupId') };
      if (channel.id !== undefined && channel.id !== null) {
        fields.id = key(channel.id, 'stream.send', 'id');
      }
      await call.request('stream.send', fields, json(event));
    },
  };
}

function loggerOf(call) {
  const at = (level) => (message, args) => call.log(level, message, args);
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Groups, keys and ids are text; a number is taken as its digits, as a JavaScript key would be. */
function key(value, operation, name) {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return String(value);
  }
  throw new TypeError(`${operation}: the ${name} is ${described(value)}; it must be a string.`);
}

const json = (value) => JSON.stringify(value) ?? 'null';
const described = (value) => (value === null ? 'null' : value === undefined ? 'undefined' : `of type ${typeof value}`);
