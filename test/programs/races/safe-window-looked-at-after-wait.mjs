// expect: nothing
// A pairing that is under way when the window closes is refused by the window itself, which looks after it has waited.
import { setTimeout as delay } from 'node:timers/promises';

class PairingWindow {
  closed = false;
  paired = [];

  async pair(code) {
    const key = await this.derive(code);
    if (this.closed) throw new Error('the window has closed');
    this.paired.push(key);
    return key;
  }

  async derive(code) {
    await delay(10);
    return `${code}!`;
  }

  close() {
    this.closed = true;
  }
}

const window = new PairingWindow();
const first = window.pair('a1').catch((error) => error.message);
setTimeout(() => window.close(), 4);
console.log(await first, window.paired.length);
