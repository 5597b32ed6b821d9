// expect: nothing
// The same, ended when it is of no more use.
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
    if (value[0] < least) continue;
    await tides.return();
    return value[0];
  }
}

const gauge = new Gauge();
let seen = 0;
for (let i = 0; i < 15; i++) seen += await nextTide(gauge, i);
gauge.close();
console.log(seen > 0);
