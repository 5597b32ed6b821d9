// expect: race.shared-memory 12
// Two threads can both find the door open before one of them has closed it.
import { Worker, isMainThread, parentPort, workerData } from 'node:worker_threads';
import { fileURLToPath } from 'node:url';

class Door {
  constructor(cells) {
    this.cells = cells;
  }
  enter() {
    while (Atomics.load(this.cells, 0) === 1);
    Atomics.store(this.cells, 0, 1);
  }
  leave() {
    Atomics.store(this.cells, 0, 0);
  }
}

if (isMainThread) {
  const cells = new Int32Array(new SharedArrayBuffer(4));
  const visits = new Set();
  for (const name of ['red', 'blue']) {
    new Worker(fileURLToPath(import.meta.url), { workerData: { cells, name } }).on('message', (visit) => visits.add(visit));
  }
  process.on('exit', () => console.log(visits.size));
} else {
  const door = new Door(workerData.cells);
  for (let i = 0; i < 3; i++) {
    door.enter();
    parentPort.postMessage(`${workerData.name} ${i}`);
    door.leave();
  }
}
