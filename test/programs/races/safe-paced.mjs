// expect: nothing
// A station calls its buses with a pause between two calls: each takes its time before it sleeps. When a bus was last seen is noted after a pause for its doors, which has nothing to do with that.
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

class Station {
  last = 0;
  seen = 0;
  async call(bus) {
    const at = Math.max(performance.now(), this.last + 12);
    this.last = at;
    await sleep(at - performance.now());
    const before = this.seen;
    await sleep(1);
    this.seen = performance.now();
    if (before > this.seen) throw new Error('back in time');
    return `${bus} leaves`;
  }
}

const station = new Station();
const calls = await Promise.all(['12', '7', '31'].map((bus) => station.call(bus)));
console.log(calls.join());
