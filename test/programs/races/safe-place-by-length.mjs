// expect: nothing
// Each bird that is heard gets the next line of the list; which line that is comes out when its name is there.
import { setTimeout as sleep } from 'node:timers/promises';

const names = { tseep: 'robin', caw: 'crow', hoot: 'owl' };

class Watch {
  seen = [];
  hour = 6;

  async hear(call) {
    const time = `${this.hour++}:00`;
    // The next line.
    const line = await this.nameOf(call, time);
    this.seen[this.seen.length] = line;
  }

  async nameOf(call, time) {
    await sleep(call.length);
    return `${time} ${names[call]}`;
  }
}

const watch = new Watch();
await Promise.all(['tseep', 'caw', 'hoot'].map((call) => watch.hear(call)));
console.log(watch.seen.length);
