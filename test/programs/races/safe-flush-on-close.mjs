// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

class LogBuffer {
  lines = [];
  timer = null;
  constructor(sink) {
    this.sink = sink;
  }
  add(line) {
    this.lines.push(line);
    this.timer ??= setTimeout(() => this.flush(), 20);
  }
  async flush() {
    clearTimeout(this.timer);
    this.timer = null;
    await this.sink(this.lines.splice(0));
  }
  async close() {
    await this.flush();
  }
}

const written = [];
const log = new LogBuffer(async (lines) => {
  await sleep(1);
  written.push(...lines);
});
for (const pause of [1, 2, 40]) {
  log.add(`line ${pause}`);
  await sleep(pause);
}
await log.close();
console.log(written.length);
