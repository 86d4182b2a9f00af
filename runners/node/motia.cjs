// What `import … from 'motia'` gives a project. Steps import types from it, which are gone at run time; only project configuration imports values.
'use strict';

const asIs = (value) => value;

exports.config = asIs;
exports.defineConfig = asIs;
exports.isApiStep = (step) => step.config.type === 'api';
exports.isEventStep = (step) => step.config.type === 'event';
exports.isCronStep = (step) => step.config.type === 'cron';
exports.isNoopStep = (step) => step.config.type === 'noop';
