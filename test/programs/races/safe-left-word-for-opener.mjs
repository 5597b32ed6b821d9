// expect: nothing
// The gate is shut while it is still being opened: who opens it looks whether it is wanted still, and shuts it himself.
import { createServer } from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
class Gate {
  isOpen = false;
  isWanted = true;
  line;
  async open() {
    await sleep(5);
    this.line = createServer((socket) => socket.end('come in'));
    this.line.listen(0);
    await once(this.line, 'listening');
    // The test ends all the same.
    this.line.unref();
    this.isOpen = true;
    if (!this.isWanted) await this.close();
  }
  async close() {
    this.isWanted = false;
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
