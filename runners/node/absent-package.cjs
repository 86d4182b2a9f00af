// Stands in for a plugin or adapter of Motia's server. A project's configuration may name, call and construct what it exports; nothing comes of it.
'use strict';

// Symbols and `then` stay undefined: it is neither iterable nor a promise.
const get = (_target, name) => (typeof name === 'symbol' || name === 'then' || name === '__esModule' ? undefined : anything);

// `import * as x` inherits from what it imports.
const prototype = new Proxy(Object.create(null), { get });
const anything = new Proxy(function absent() {}, {
  get,
  getPrototypeOf: () => prototype,
  apply: () => anything,
  construct: () => anything,
});

module.exports = anything;
