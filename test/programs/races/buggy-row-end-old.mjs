// expect: race.atomicity 13,15
// What stood at the end of the row is looked at before the answer comes, and tied to the new one after it: who came in between is lost.
import { setTimeout as sleep } from 'node:timers/promises';

const pages = { map: 60, list: 25, form: 42, menu: 10 };
const render = async (name) => {
  await sleep(pages[name]);
  return `<${name}>`;
};
class Trail {
  newest = null;
  async visit(name) {
    const step = { older: this.newest };
    step.html = await render(name);
    this.newest = step;
  }
  get length() {
    let count = 0;
    for (let at = this.newest; at; at = at.older) count++;
    return count;
  }
}

const trail = new Trail();
await Promise.all(Object.keys(pages).map((name) => trail.visit(name)));
console.log(trail.length);
