// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

const weigh = (parcel) => delay(4, parcel.length);

// Looks again after the wait.
class Scale {
  plates = [];
  async put(parcel) {
    if (this.plates[0]) return false;
    const weight = await weigh(parcel);
    if (this.plates[0]) return false;
    this.plates.push({ parcel, weight });
    return true;
  }
}

// Leaves a mark in the step of the look, and notes more later.
const drivers = [];
async function drive(name) {
  const [driver] = drivers;
  if (driver) throw new Error('somebody drives');
  drivers.push({ name });
  drivers.push({ name, at: await weigh(name) });
}

// Works beside the first one.
class Line {
  waiting = [];
  async join(name) {
    const first = this.waiting[0];
    if (!first) throw new Error('nobody there');
    const at = await weigh(name);
    this.waiting.push({ name, at, behind: first.name });
  }
  async leave() {
    const next = this.waiting[0];
    if (next && next.isStaying) return;
    await weigh('next');
    this.waiting.push({ name: 'later' });
  }
  // What went wrong is noted, whoever else has noted something.
  errors = [];
  async run(job) {
    if (this.errors[0]) return;
    try {
      await job();
    } catch (error) {
      this.errors.push(error);
    }
  }
}

const [scale, line] = [new Scale(), new Line()];
await Promise.allSettled(['box', 'letter'].map((parcel) => scale.put(parcel)));
await Promise.allSettled(['ann', 'robert'].map((name) => drive(name)));
line.waiting.push({ name: 'eve' });
await Promise.all(['ann', 'robert'].map((name) => line.join(name)));
await Promise.all([line.leave(), line.leave()]);
const fail = () => delay(3).then(() => Promise.reject(new Error('no')));
await Promise.all([line.run(fail), line.run(fail)]);
console.log(scale.plates.length, drivers.length, line.waiting.length, line.errors.length);
