// expect: nothing
// The gate is shut once more when it is open.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
class Gate {
  isOpen = false;
  line;
  async open() {
    await sleep(5);
    this.line = createServer((socket) => socket.end('come in'));
    this.line.listen(0);
    await once(this.line, 'listening');
    // The test ends all the same.
    this.line.unref();
    this.isOpen = true;
  }
  async close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    await new Promise((resolve) => this.line.close(resolve));
  }
}
const gate = new Gate();
const opening = gate.open();
await gate.close();
console.log('shut');
await opening;
await gate.close();
