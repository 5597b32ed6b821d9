// expect: nothing
// The jobs hear of the stop before it waits for them. Says `late` from time to time.
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
    this.emit('stop');
    await Promise.all(this.jobs);
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
