// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
import { Uplink, transmit } from './uplink.mjs';

class Probe {
  samples = [];
  faults = new Set();
  events = [];
  uplink = new Uplink();
  measure(n) {
    this.samples.push(n);
    this.faults.add(`fault ${n}`);
    this.events.push(n);
  }
  async sendSamples() {
    await transmit(this.samples);
    this.samples = [];
  }
  async sendFaults() {
    await this.uplink.pass(this.faults);
    this.faults.clear();
  }
  async sendEvents() {
    await this.uplink.drain(this.events);
    this.events = [];
  }
}

const probe = new Probe();
for (let n = 0; n < 2; n++) {
  probe.measure(n);
  const jobs = [probe.sendSamples(), probe.sendFaults(), probe.sendEvents()];
  await delay(4);
  probe.measure(n + 0.5);
  await Promise.all(jobs);
  await delay(20);
}
