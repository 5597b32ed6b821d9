// expect: race.order.use-after-close 18,23
// A meter is switched off while it loads what it is to measure; the loop that sets its timer anew each time begins behind that.
const load = () => new Promise((resolve) => setTimeout(resolve, 20, ['power', 'flow']));

class Meter {
  constructor() {
    this.timer = null;
    this.names = [];
    this.taken = 0;
  }
  async start() {
    this.names = await load();
    this.measure();
  }
  measure() {
    this.taken += this.names.length;
    // Again a little later.
    this.timer = setTimeout(() => this.measure(), 10);
  }

  stop() {
    // Nothing to clear when it has not been set.
    clearTimeout(this.timer);
  }
}

const meter = new Meter();
const starting = meter.start();
setTimeout(() => meter.stop(), 4);
starting.then(() => {
  setTimeout(() => {
    console.log('measures', meter.taken > 2);
    process.exit(0);
  }, 80);
});
