// expect: listener.leak main.mjs:17
// Whoever waits for the next tide takes it from an iterator, and leaves that as it is: its listeners stay.
import { EventEmitter, on } from 'node:events';

class Gauge extends EventEmitter {
  #level = 0;
  #timer = setInterval(() => {
    this.#level += 3;
    this.emit('tide', this.#level);
  }, 2);
  close() {
    clearInterval(this.#timer);
  }
}

async function nextTide(gauge, least) {
  const tides = on(gauge, 'tide');
  for (;;) {
    const { value } = await tides.next();
    if (value[0] >= least) return value[0];
  }
}

const gauge = new Gauge();
let seen = 0;
for (let i = 0; i < 15; i++) seen += await nextTide(gauge, i);
gauge.close();
console.log(seen > 0);
