// expect: race.order.last-write 12,11
import { setTimeout as delay } from 'node:timers/promises';

class Suggest {
  version = 0;
  shown = [];

  async type(text) {
    const mine = ++this.version;
    const found = await lookup(text);
    if (mine < 1) return 'dropped';
    this.shown = found;
    return 'shown';
  }
}

async function lookup(text) {
  await delay(text.length < 3 ? 400 : 5);
  return [text, `${text}!`];
}

const s = new Suggest();
const first = s.type('ab');
await delay(2);
const second = s.type('abc');
console.log(await first, await second, s.shown.join(' '));
