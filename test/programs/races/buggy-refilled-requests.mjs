// expect: race.check-then-act 17,23
// Places on a ramp come back with the time: each request looks whether there is one, has its papers read, and then takes one, whether it is still there or not.
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

  wait() {
    this.comeBack();
    return this.places < 1 ? Math.ceil((1 - this.places) / this.perMs) : 0;
  }

  board() {
    this.comeBack();
    this.places -= 1;
  }
}

const ramp = new Ramp(2, 12);

async function embark(response) {
  const wait = ramp.wait();
  if (wait > 0) {
    response.writeHead(503);
    response.end('full');
    return;
  }
  await sleep(5);
  ramp.board();
  response.end('aboard');
}

const pier = http.createServer((request, response) => embark(response));
pier.listen(0);
await once(pier, 'listening');
const { port } = pier.address();

const cars = Array.from({ length: 6 }, async () => {
  const response = await fetch(`http://127.0.0.1:${port}/`);
  return response.text();
});
console.log((await Promise.all(cars)).length);
pier.close();
