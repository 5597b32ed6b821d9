// expect: race.shared-memory board.mjs:11
import { Worker } from 'node:worker_threads';

const memory = new SharedArrayBuffer(72);
const platforms = ['1a', '2b'].map((name) => new Worker(new URL('./board.mjs', import.meta.url), { workerData: { memory, name } }));
let left = platforms.length;
for (const platform of platforms) {
  platform.on('exit', () => {
    if (--left === 0) console.log('all boards written');
  });
}
