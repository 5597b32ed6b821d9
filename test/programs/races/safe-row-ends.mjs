// expect: nothing
// Rows of objects that point at their neighbours: whoever comes takes his place at an end in one step, whenever his answer comes, and ties his neighbours together when he leaves.
import { setTimeout as sleep } from 'node:timers/promises';

const pages = { map: 30, list: 12, form: 21, menu: 6 };
const render = async (name) => {
  await sleep(pages[name]);
  return `<${name}>`;
};

class Trail {
  newest = null;
  async visit(name) {
    const step = { html: await render(name) };
    step.older = this.newest;
    this.newest = step;
  }
  get length() {
    let count = 0;
    for (let at = this.newest; at; at = at.older) count++;
    return count;
  }
}

class Line {
  first = null;
  last = null;
  async join(name) {
    const html = await render(name);
    const entry = { html, before: this.last, after: null };
    if (this.last) this.last.after = entry;
    else this.first = entry;
    this.last = entry;
    return entry;
  }
  leave(entry) {
    if (entry.before) entry.before.after = entry.after;
    else this.first = entry.after;
    if (entry.after) entry.after.before = entry.before;
    else this.last = entry.before;
  }
  async pass(name, ms) {
    const entry = await this.join(name);
    await sleep(ms);
    this.leave(entry);
    return entry.html.length;
  }
}

const trail = new Trail();
const line = new Line();
const names = Object.keys(pages);
await Promise.all(names.map((name) => trail.visit(name)));
await Promise.all(names.map((name, i) => line.pass(name, 10 + ((i * 17) % 40))));
console.log(trail.length, line.first, line.last);
