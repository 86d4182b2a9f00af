// A silo to be killed: it starts a runner, says its process id, calls one step of it, and stays. The runner shares its standard output, which ends when both have ended.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kinds, message, reader } from './wire.mjs';

const [project, file] = process.argv.slice(2);
const main = fileURLToPath(new URL('../../main.mjs', import.meta.url));
const path = join(project, 'socket');

createServer((socket) => {
  const send = (...parts) => message(...parts).forEach((frame) => socket.write(frame));
  socket.on('data', reader({
    onMessage({ kind }) {
      if (kind === 'Hello') {
        send(kinds.Load, 1, { files: [file], config: null });
      } else if (kind === 'Loaded') {
        send(kinds.Call, 2, { file, kind: 'event', traceId: 't' }, 'null');
      }
    },
  }));
}).listen(path, () => {
  const runner = spawn(process.execPath, [main, '--socket', path, '--project', project], { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log(runner.pid);
});
