// expect: nothing
// A gauge follows a tank a moment later: it shows nothing while the tank is empty, and is read when it shows something again.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Gauge {
  shown = null;
  told = () => {};

  constructor(tank) {
    this.tank = tank;
  }

  async follow() {
    const next = await this.tank.measure();
    if (next?.litres === this.shown?.litres) return;
    this.shown = next;
    this.told(next);
  }
}

class Tank {
  litres = 0;
  gauge = new Gauge(this);

  async measure() {
    await pause(3);
    return this.litres > 0 ? { litres: this.litres } : null;
  }

  async set(litres) {
    await pause(1);
    this.litres = litres;
    this.gauge.follow();
  }
}

async function rehearse(tank) {
  const { gauge } = tank;
  await tank.set(20);
  await pause(20);
  console.log(gauge.shown?.litres);
  await new Promise((resolve) => {
    gauge.told = (next) => next && resolve();
  });
  console.log(gauge.shown.litres);
}

const tank = new Tank();
setTimeout(() => tank.set(0), 150);
setTimeout(() => tank.set(35), 250);
await rehearse(tank);
