// expect: nothing
// What was still being opened when everything was closed is closed by whoever opened it, or by a stop that waits for that.
import { setTimeout as sleep } from 'node:timers/promises';

let open = 0;
const dial = async (ms) => {
  await sleep(ms);
  open++;
  return { close: () => open-- };
};

class Relay {
  lines = [];
  isStopped = false;

  async join(stations) {
    for (const [i] of stations.entries()) {
      const line = await dial(6 + i);
      if (this.isStopped) {
        line.close();
        return i;
      }
      this.lines.push(line);
    }
    return stations.length;
  }

  stop() {
    this.isStopped = true;
    for (const line of this.lines) {
      line.close();
    }
    this.lines = [];
  }
}

/** The same with a map that is cleared. */
class Rooms {
  #byName = new Map();
  isClosed = false;

  enter(name) {
    this.entering = this.#enter(name);
    return this.entering;
  }

  async #enter(name) {
    const room = await dial(9);
    this.#byName.set(name, room);
  }

  async closeAll() {
    this.isClosed = true;
    await this.entering;
    for (const room of this.#byName.values()) room.close();
    this.#byName.clear();
  }
}

const relay = new Relay();
const rooms = new Rooms();
const joining = relay.join(['north', 'south']);
const entering = rooms.enter('blue');
await sleep(2);
relay.stop();
await rooms.closeAll();
await Promise.all([joining, entering]);
console.log(open, 'left open');
