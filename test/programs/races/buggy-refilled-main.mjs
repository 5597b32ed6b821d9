// expect: race.order.last-write 21,25
// A kiosk looks up the fare while that is being changed: the main module does both, and does not wait for the first.
import { setTimeout as wait } from 'node:timers/promises';

const fares = { ferry: 7 };

async function fareOf(line) {
  const fare = fares[line];
  await wait(40);
  return fare;
}

function raise(line, fare) { fares[line] = fare; }

class Kiosk {
  shown = new Map();

  async show(line) {
    if (this.shown.has(line)) return this.shown.get(line);
    const fare = await fareOf(line);
    this.shown.set(line, fare);
    return fare;
  }

  forget(line) { this.shown.delete(line); }
}

const kiosk = new Kiosk();
const early = kiosk.show('ferry');
await wait(5);
raise('ferry', 9);
kiosk.forget('ferry');
await early;
console.log(await kiosk.show('ferry'));
