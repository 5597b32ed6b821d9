// expect: nothing
// A second call of what closes waits for the first one; or its caller only adds to what the first one adds to as well.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Recorder {
  stopping = null;
  open = new Map();
  saved = 0;

  begin(id) {
    if (this.stopping) throw new Error('no more');
    this.open.set(id, []);
  }

  stop() {
    this.stopping ??= this.stopAll();
    return this.stopping;
  }

  async stopAll() {
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
        line.log.push('ended');
        line.count++;
      }
    },
  };
}

const app = new EventEmitter();
const recorder = new Recorder();
const line = { count: 0, log: [] };
const gate = makeGate(line);
recorder.begin('a');
recorder.begin('b');
app.on('failure', () => {
  recorder.stop();
  gate.end();
});
app.on('restart', async () => {
  await gate.end();
  line.log.push('restarted');
  line.count++;
  await recorder.stop();
  console.log('saved', recorder.saved);
});
setTimeout(() => app.emit('failure'), 3);
setTimeout(() => app.emit('restart'), 6);
await delay(250);
console.log('log', line.log.length, line.count);
