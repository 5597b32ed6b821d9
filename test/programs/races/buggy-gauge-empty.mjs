// expect: race.order.use-after-close 42
// A gauge follows a tank a moment later: it shows nothing while the tank is empty, and is read without a look whether it shows anything.
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Gauge {
  shown = null;

  constructor(tank) {
    this.tank = tank;
  }

  async follow() {
    const next = await this.tank.measure();
    if (next?.litres !== this.shown?.litres) this.shown = next;
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
  await pause(120);
  console.log(gauge.shown.litres);
  if (!gauge.shown) return;
  const emptied = tank.set(0);
  await pause(120);
  console.log(gauge.shown === null, gauge.shown.litres);
  await emptied;
}

await rehearse(new Tank()).catch((error) => console.log(error.name));
