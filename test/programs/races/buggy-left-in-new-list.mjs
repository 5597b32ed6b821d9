// expect: race.order.use-after-close 18,27 ; race.order.use-after-close 39,44
// What was still being opened when everything was closed is kept afterwards: nobody will close it.
import { setTimeout as sleep } from 'node:timers/promises';

let open = 0;
const dial = async (ms) => {
  await sleep(ms);
  open++;
  return { close: () => open-- };
};

class Relay {
  lines = [];

  async join(stations) {
    for (const [i] of stations.entries()) {
      const line = await dial(6 + i);
      this.lines.push(line);
    }
    return stations.length;
  }

  stop() {
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

  async enter(name) {
    const room = await dial(9);
    // Another one may have been opened meanwhile, which is all the same here.
    this.#byName.set(name, room);
  }

  closeAll() {
    this.isClosed = true;
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
rooms.closeAll();
await Promise.all([joining, entering]);
console.log(open, 'left open');
