// expect: nothing
// What is done of a whole, what is shown side by side, a state with what belongs to it, jobs that are counted: none of them is wrong in between.
import { setTimeout as delay } from 'node:timers/promises';

class Copy {
  all = 10;
  done = 2;
  page = 1;
  rows = ['a'];
  state = 'idle';
  since = Date.now();
  async start(files) {
    this.all = files.length;
    this.done = await this.#skip(this.all);
  }
  async show(page) {
    this.page = page;
    this.rows = await load(this.page);
  }
  async refresh() {
    this.state = 'loading';
    this.rows2 = await load(this.state.length);
    this.state = 'ready';
  }
  progress(width) {
    return `${Math.round((this.done / this.all) * width)} of ${width}, ${this.all - this.done} left`;
  }
  title() {
    return `page ${this.page}: ${this.rows.length} rows, ${this.rows.filter((row) => row > this.page).length} long`;
  }
  async #skip(count) {
    await delay(20);
    return count / 4;
  }
}

async function load(page) {
  await delay(20);
  return Array.from({ length: page }, (_, i) => `row ${i}`);
}

const queue = ['x', 'y', 'z'];
const count = { running: 0, done: 0 };
async function work() {
  while (queue.length > 0) {
    queue.shift();
    count.running++;
    await delay(10);
    count.running--;
    count.done++;
  }
}
const share = (width) => (width * count.done) / (count.done + count.running + queue.length);

const copy = new Copy();
const look = async () => {
  await delay(8);
  return [copy.progress(40), copy.title(), copy.state, share(30)];
};
console.log(await Promise.all([copy.start(['a', 'b', 'c', 'd']), copy.show(3), copy.refresh(), work(), look()]));
console.log(await Promise.all([copy.start(['a', 'b', 'c', 'd', 'e']), copy.show(2), copy.refresh(), work(), look()]));
