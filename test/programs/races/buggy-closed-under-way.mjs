// expect: race.order.use-after-close 18,52 ; race.order.use-after-close 32,54
// A second call of what closes finds that somebody is at it, returns at once, and its caller goes on as if all were closed.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Recorder {
  stopping = false;
  open = new Map();
  saved = 0;

  begin(id) {
    if (this.stopping) throw new Error('no more');
    this.open.set(id, []);
  }

  async stop() {
    if (this.stopping) return;
    this.stopping = true;
    for (const id of this.open.keys()) {
      await delay(5);
      this.saved++;
      this.open.delete(id);
    }
  }
}

function makeGate(line) {
  let ended = false;
  return {
    async end() {
      if (!ended) {
        ended = true;
        await delay(12);
        line.owner = null;
      }
    },
  };
}

const app = new EventEmitter();
const recorder = new Recorder();
const line = { owner: 'first' };
const gate = makeGate(line);
recorder.begin('a');
recorder.begin('b');
app.on('failure', () => {
  recorder.stop();
  gate.end();
});
app.on('restart', async () => {
  await recorder.stop();
  console.log('saved', recorder.saved);
  await gate.end();
  line.owner = 'second';
});
setTimeout(() => app.emit('failure'), 3);
setTimeout(() => app.emit('restart'), 6);
await delay(60);
console.log('owner', line.owner);
