// expect: race.atomicity main.mjs:15 ; race.atomicity main.mjs:19
import { setTimeout as delay } from 'node:timers/promises';
import { Uplink, transmit } from './uplink.mjs';

class Probe {
  samples = [];
  faults = new Set();
  uplink = new Uplink();
  measure(n) {
    this.samples.push(n);
    this.faults.add(`fault ${n}`);
  }
  async sendSamples() {
    await transmit(this.samples);
    this.samples = [];
  }
  async sendFaults() {
    await this.uplink.pass(this.faults);
    this.faults.clear();
  }
}

const probe = new Probe();
probe.measure(1);
const jobs = [probe.sendSamples(), probe.sendFaults()];
await delay(4);
probe.measure(2);
await Promise.all(jobs);
