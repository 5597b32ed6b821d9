// expect: nothing
// Whoever comes too late looks whether all is closed; and what goes by the keys of another map closes only some.
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
  isClosed = false;

  async join(name) {
    const line = new Line();
    await sleep(6);
    if (this.isClosed) line.end();
    else this.lines.set(name, line);
  }

  close() {
    this.isClosed = true;
    for (const name of this.lines.keys()) this.lines.get(name).end();
  }
}

class Hall {
  lines = new Map();
  away = new Map();

  async join(name) {
    await sleep(7);
    this.lines.set(name, new Line());
  }

  // Those who have gone; the others stay.
  close() {
    for (const name of this.away.keys()) {
      this.lines.get(name)?.end();
      this.lines.delete(name);
    }
    this.away.clear();
  }
}

const [desk, hall] = [new Desk(), new Hall()];
await Promise.all([desk.join('first'), hall.join('first')]);
hall.away.set('first', true);
const joining = [desk.join('second'), hall.join('second')];
await sleep(2);
desk.close();
hall.close();
await Promise.all(joining);
console.log(open, 'left open');
