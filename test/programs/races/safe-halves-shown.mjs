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
    await delay(60);
    return count / 4;
  }
}

class Lift {
  target = 1;
  floor = 1;
  async ride(floor) {
    this.target = floor * 1;
    await delay(60);
    this.floor = this.target;
  }
  seen(weight) {
    return weight * this.target + this.floor;
  }
}

const blind = { wanted: 10, height: 80 };
async function pull(to) {
  blind.wanted = to / 2;
  blind.height = await turn(blind.wanted);
}
async function turn(to) {
  await delay(60);
  return to + 1;
}
const drawn = (part) => blind.height + (blind.wanted - blind.height) * part;

async function load(page) {
  await delay(60);
  return Array.from({ length: page }, (_, i) => `row ${i}`);
}

const queue = ['x', 'y', 'z'];
const count = { running: 0, done: 0 };
async function work() {
  while (queue.length > 0) {
    queue.shift();
    count.running++;
    await delay(50);
    count.running--;
    count.done++;
  }
}
const share = (width) => (width * count.done) / (count.done + count.running + queue.length);

const copy = new Copy();
const lift = new Lift();
const look = async () => {
  await delay(8);
  return [copy.progress(40), copy.title(), copy.state, share(30), lift.seen(3), drawn(0.5)];
};
console.log(await Promise.all([copy.start(['a', 'b', 'c', 'd']), copy.show(3), copy.refresh(), work(), lift.ride(6), pull(60), look()]));
console.log(await Promise.all([copy.start(['a', 'b', 'c', 'd', 'e']), copy.show(2), copy.refresh(), work(), look()]));
