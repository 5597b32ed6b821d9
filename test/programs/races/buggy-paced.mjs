// expect: race.check-then-act 12,9
// A station calls its buses with a pause between two calls. Each looks when the last one was, sleeps for the rest, and calls: those that looked at once call at once.
const sleep = (ms) => new Promise((wake) => setTimeout(wake, ms));

class Station {
  last = 0;
  seen = 0;
  async call(bus) {
    const since = performance.now() - this.last;
    // Not yet.
    if (since < 12) await sleep(12 - since);
    this.last = performance.now();
    return `${bus} leaves`;
  }
}

const station = new Station();
const calls = await Promise.all(['12', '7', '31'].map((bus) => station.call(bus)));
console.log(calls.join());
