// expect: deadlock.actual 26,18,17
// The stop waits for the jobs, and one of them for the stop. Says `late` from time to time.
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

setInterval(() => console.log('late'), 2_600);
class Service extends EventEmitter {
  jobs = new Set();
  beat = setInterval(() => this.emit('beat'), 300);

  run(job) {
    const running = job().finally(() => this.jobs.delete(running));
    this.jobs.add(running);
  }

  async stop() {
    await Promise.all(this.jobs);
    this.emit('stop');
    clearInterval(this.beat);
  }
}

const service = new Service();
const flushed = [];
service.run(async () => {
  await once(service, 'stop');
  flushed.push('metrics');
});
await sleep(10);
await service.stop();
console.log(flushed);
