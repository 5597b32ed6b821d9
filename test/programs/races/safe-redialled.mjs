// expect: nothing
// A radio whose station is lost tunes in again after a while, unless it has been switched off meanwhile.
import { setTimeout as wait } from 'node:timers/promises';

async function tune(name) {
  await wait(3);
  return { name, lost: null, end: () => wait(2) };
}

class Radio {
  station = null;
  #again;
  name;

  constructor(name) {
    this.name = name;
  }

  async start() {
    const station = await tune(this.name);
    this.station = station;
    station.lost = () => {
      this.#again = setTimeout(() => this.start(), 25);
    };
  }

  get again() { return this.#again; }

  // For good.
  async stop() {
    clearTimeout(this.#again);
    const { station } = this;
    this.station = null;
    if (station !== null) await station.end();
  }
}

const radio = new Radio('harbour');
await radio.start();
setTimeout(() => radio.station.lost(), 2);
await wait(12);
await radio.stop();
await wait(60);
console.log(radio.station === null ? 'off' : 'on');
