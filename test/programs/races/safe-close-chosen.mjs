// expect: nothing
// A letter waits for its stamp, and then has its drawer chosen: what has been taken out of the desk meanwhile is none of them.
import { setTimeout as sleep } from 'node:timers/promises';

class Drawer {
  constructor(name) {
    this.name = name;
    this.closed = false;
  }
  async put(letter) {
    if (this.closed) throw new Error(`drawer ${this.name} is closed`);
    await sleep(3);
    this.last = letter;
    return this.name;
  }

  close() {
    this.closed = true;
  }
}

class Desk {
  drawers = [new Drawer('left'), new Drawer('right')];

  async file(letter) {
    const stamped = await this.stamp(letter);
    const drawer = this.drawers[letter.length % this.drawers.length];
    return drawer.put(stamped);
  }

  async stamp(letter) {
    await sleep(60);
    return `${letter}, today`;
  }

  async clear(name) {
    await sleep(4);
    const old = this.drawers.find((drawer) => drawer.name === name);
    this.drawers = this.drawers.filter((drawer) => drawer !== old);
    old.close();
  }
}

const desk = new Desk();
const filed = await Promise.allSettled([desk.file('bill'), desk.file('offer'), desk.clear('right')]);
console.log(filed.map(({ status }) => status).join());
