// expect: race.order.use-after-close 21,25 ; race.order.use-after-close 34,38 ; race.order.use-after-close 49,52
// What is closed by the keys of a map is what was there: what was still being opened stays open.
import { setTimeout as sleep } from 'node:timers/promises';

let open = 0;
class Line {
  constructor() {
    open++;
  }
  end() {
    open--;
  }
}

class Desk {
  lines = new Map();

  async join(name) {
    const line = new Line();
    await sleep(6);
    this.lines.set(name, line);
  }

  close() {
    for (const name of this.lines.keys()) this.lines.get(name).end();
  }
}

class Hall {
  lines = new Map();

  async join(name) {
    await sleep(7);
    this.lines.set(name, new Line());
  }

  destroy() {
    [...this.lines.keys()].forEach((name) => {
      const line = this.lines.get(name);
      line.end();
    });
  }
}

function createYard() {
  const lines = new Map();
  const join = async (name) => {
    await sleep(8);
    lines.set(name, new Line());
  };
  const shutdown = () => {
    for (const [name] of lines) {
      lines.get(name).end();
      lines.delete(name);
    }
  };
  return { join, shutdown };
}

const [desk, hall, yard] = [new Desk(), new Hall(), createYard()];
await Promise.all([desk.join('first'), hall.join('first'), yard.join('first')]);
const joining = [desk.join('second'), hall.join('second'), yard.join('second')];
await sleep(2);
desk.close();
hall.destroy();
yard.shutdown();
await Promise.all(joining);
console.log(open, 'left open');
