// expect: nothing
// A meter is switched off while it loads what it is to measure; the loop looks whether it has been.
const load = () => new Promise((resolve) => setTimeout(resolve, 20, ['power', 'flow']));

class Meter {
  constructor() {
    this.timer = null;
    this.names = [];
    this.taken = 0;
    this.isOff = false;
  }
  async start() {
    this.names = await load();
    this.measure();
  }
  measure() {
    if (this.isOff) return;
    this.taken += this.names.length;
    // Again a little later.
    this.timer = setTimeout(() => this.measure(), 10);
  }

  stop() {
    this.isOff = true;
    clearTimeout(this.timer);
  }
}

const meter = new Meter();
const starting = meter.start();
setTimeout(() => meter.stop(), 4);
starting.then(() => {
  setTimeout(() => {
    console.log('measures', meter.taken);

  }, 80);
});
