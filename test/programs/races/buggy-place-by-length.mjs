// expect: race.stale-compound 14
// Each bird that is heard gets the next line of the list; which line that is was asked before its name was looked up, and two have one line.
import { setTimeout as sleep } from 'node:timers/promises';

const names = { tseep: 'robin', caw: 'crow', hoot: 'owl' };

class Watch {
  seen = [];
  hour = 6;

  async hear(call) {
    const time = `${this.hour++}:00`;
    // The next line.
    this.seen[this.seen.length] = await this.nameOf(call, time);
  }

  async nameOf(call, time) {
    await sleep(call.length);
    return `${time} ${names[call]}`;
  }
}

const watch = new Watch();
await Promise.all(['tseep', 'caw', 'hoot'].map((call) => watch.hear(call)));
console.log(watch.seen.length);
