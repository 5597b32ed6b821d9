// expect: nothing
// Each of two gauges makes the lamp set its timer anew. The one before is cleared first.
import { setTimeout as sleep } from 'node:timers/promises';
class Lamp {
  constructor(log) {
    this.log = log;
    this.timer = null;
    this.isOn = true;
  }
  hear() {
    if (!this.isOn) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.log.push('blink'), 60);
  }
  stop() {
    this.isOn = false;
    clearTimeout(this.timer);
    this.timer = null;
  }
}
const log = [];
const lamp = new Lamp(log);
const gauge = async (ms) => {
  await sleep(ms);
  lamp.hear();
};
await Promise.all([gauge(2), gauge(6)]);
lamp.stop();
log.push('out');
await sleep(100);
console.log(log.join(' '));
