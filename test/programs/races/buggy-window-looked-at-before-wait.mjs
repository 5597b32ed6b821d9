// expect: race.order.use-after-close 10,24
// The window closes while somebody who had been sent a code is still typing it: nobody waits for him, and he is refused.
import { setTimeout as delay } from 'node:timers/promises';

class PairingWindow {
  closed = false;
  paired = [];

  async pair(code) {
    if (this.closed) throw new Error('the window has closed');
    const key = await this.derive(code);
    this.paired.push(key);
    return key;
  }

  async derive(code) {
    await delay(10);
    return `${code}!`;
  }

  close() {
    // A first use says that it is open.
    if (this.closed) return;
    this.closed = true;
  }
}

const window = new PairingWindow();
async function type(code) {
  await window.pair('0000');
  await delay(6);
  return window.pair(code);
}
setTimeout(() => window.close(), 13);
console.log(await type('a1').catch((error) => error.message), window.paired.length);
