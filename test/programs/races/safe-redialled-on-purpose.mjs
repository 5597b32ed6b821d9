// expect: nothing
// A radio that changes its station is off for a moment: whoever asks for the other one has switched it off himself.
import { setTimeout as wait } from 'node:timers/promises';

async function tune(name) {
  await wait(3);
  return { name, end: () => wait(2) };
}

class Radio {
  station = null;

  async start(name) {
    this.station = await tune(name);
  }

  async stop() {
    const { station } = this;
    this.station = null;
    if (station !== null) await station.end();
  }

  change(name) {
    setTimeout(() => this.start(name), 20);
    return this.stop();
  }
}

const radio = new Radio();
await radio.start('harbour');
await radio.change('coast');
await wait(60);
console.log(radio.station.name);
