// A worker thread: it ends the process when the silo is gone, also while a handler keeps the event loop busy for ever.
import { workerData } from 'node:worker_threads';

setInterval(() => {
  if (process.ppid !== workerData.parent) {
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
