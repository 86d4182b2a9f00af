// node main.mjs --socket PATH --project DIR: runs the TypeScript and JavaScript steps of one silo (docs/runner-protocol.md).
import { connect } from 'node:net';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { Runner } from './runner.mjs';

const { values } = parseArgs({ options: { socket: { type: 'string' }, project: { type: 'string' } } });
if (!values.socket || !values.project) {
  console.error('usage: node main.mjs --socket PATH --project DIR');
  process.exit(2);
}

const watch = new Worker(new URL('./parent-watch.mjs', import.meta.url), { workerData: { parent: process.ppid } });
watch.unref();

// A terminal's Ctrl+C and a service manager's stop reach every process of the group. The silo says when this one ends, so that running calls finish.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});

// tsx looks for the tsconfig.json of the working directory.
process.chdir(values.project);
new Runner(connect(values.socket));
