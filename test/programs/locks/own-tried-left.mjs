// expect: lock.not-released 13 exit 0
// Who tries again and again gives up, since a job that failed has left without giving the lock back.
import { setTimeout as sleep } from 'node:timers/promises';
class Lock {
  busy = false;
  tryAcquire() { if (this.busy) return false; this.busy = true; return true; }
  release() { this.busy = false; }
}
const lock = new Lock();
async function withLock(job) {
  for (let i = 0; i < 20; i++) {
    if (lock.tryAcquire()) {
      const result = await job();
      lock.release();
      return result;
    }
    await sleep(5);
  }
  throw new Error('lock timeout');
}
const work = (n) => async () => { await sleep(3); if (n === 2) throw new Error('bad row'); return n; };
const done = await Promise.allSettled([1, 2, 3, 4].map((n) => withLock(work(n))));
console.log(done.map((d) => d.status[0]).join(''));
