// Stands in for a plugin or adapter of Motia's server. A project's configuration may name, call and construct what it exports; nothing comes of it.
'use strict';

const anything = new Proxy(function absent() {}, {
  // Symbols and `then` stay undefined: it is neither iterable nor a promise.
  get: (_target, name) => (typeof name === 'symbol' || name === 'then' || name === '__esModule' ? undefined : anything),
  apply: () => anything,
  construct: () => anything,
});

module.exports = anything;
