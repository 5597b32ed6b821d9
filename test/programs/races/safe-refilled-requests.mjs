// expect: nothing
// Places on a ramp come back with the time: each request looks again when it has waited, and what is there is worked out anew before each look.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Ramp {
  constructor(most, perSecond) {
    this.most = most;
    this.perMs = perSecond / 1000;
    this.places = most;
    this.seen = performance.now();
  }

  comeBack() {
    const now = performance.now();
    this.places = Math.min(this.most, this.places + (now - this.seen) * this.perMs);
    this.seen = now;
  }

  board() {
    this.comeBack();
    if (this.places < 1) return Math.ceil((1 - this.places) / this.perMs);
    this.places -= 1;
    return 0;
  }
}

const ramp = new Ramp(1, 12);

async function enter(patience) {
  const until = performance.now() + patience;
  for (;;) {
    const wait = ramp.board();
    if (wait === 0) return true;
    if (performance.now() + wait > until) return false;
    await sleep(wait);
  }
}

const gate = async (request, response, next) => {
  if (await enter(2000)) return next();
  response.end('full');
};

const pier = http.createServer((request, response) => {
  gate(request, response, () => response.end('aboard'));
});
pier.listen(0);
await once(pier, 'listening');
const { port } = pier.address();

const cars = Array.from({ length: 6 }, async () => {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return response.text();
});
console.log((await Promise.all(cars)).join());
pier.close();
