// expect: race.order.use-after-close 29,42
// A listener looks whether the sprinkler has a plan and hands on; what sets the timer uses the plan, and the timer uses it again. Nothing clears the timer when the plan is dropped.
const { EventEmitter } = require('node:events');
const { readFile } = require('node:fs');

class Sensor extends EventEmitter {
  look() {
    readFile(__filename, () => this.emit('dry', 'bed 4'));
  }
}

class Sprinkler {
  constructor(sensor) {
    this.plan = null;
    this.watered = [];
    sensor.on('dry', (bed) => {
      if (this.plan) this.schedule(bed);
    });
  }

  start(plan) {
    this.plan = plan;
  }

  schedule(bed) {
    const { pause } = this.plan;
    this.timer = setTimeout(
      () => {
        this.watered.push(`${bed}: ${this.plan.litres} l`);
      },
      pause * 2,
    );
    this.timer.unref();
  }

  report() {
    console.log(this.watered.join(', '));
  }

  stop() {
    this.report();
    this.plan = null;
  }
}

const sensor = new Sensor();
const sprinkler = new Sprinkler(sensor);
sprinkler.start({ pause: 5, litres: 12 });
sensor.look();
// the gardener comes home
setTimeout(() => sprinkler.stop(), 90);
