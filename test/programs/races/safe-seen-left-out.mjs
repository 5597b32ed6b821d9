// expect: nothing
// What is seen is left out in the same step, or another look is taken, or only one works at the list, or both wait for what is there themselves.
import { setTimeout as sleep } from 'node:timers/promises';

class Tombola {
  #slips = ['red', 'green', 'blue', 'gold'];
  #drawn = [];
  get drawn() {
    return this.#drawn;
  }
  async draw() {
    const slip = this.#slips[0];
    this.#slips = this.#slips.filter((one) => one !== slip);
    await sleep(4);
    this.#drawn.push(slip);
    return slip;
  }
}

let tables = [{ no: 1 }, { no: 2 }, { no: 3 }];
async function seat(guests) {
  const laid = await sleep(3, guests.length);
  const [table] = tables;
  tables = tables.filter(({ no }) => no !== table.no);
  return { no: table.no, laid };
}

const channels = new Set(['a', 'b', 'c']);
async function tune(show) {
  const channel = channels.values().next().value;
  channels.delete(channel);
  await sleep(2);
  return `${show} on ${channel}`;
}

const berths = new Map([['north', 1], ['south', 2], ['west', 3]]);
async function moor(ships) {
  const all = [];
  for (const ship of ships) {
    const [berth] = berths.keys();
    await sleep(2);
    berths.delete(berth);
    all.push(`${ship} at ${berth}`);
  }
  return all;
}

// Each is given what it leaves out.
let open = ['t1', 't2', 't3'];
async function close(ticket) {
  await sleep(2);
  open = open.filter((one) => one !== ticket);
}

// At most so many at a time: whoever waits for the oldest does nothing with it.
const running = new Set();
async function limited(ms) {
  if (running.size >= 2) {
    const oldest = running.values().next().value;
    await oldest;
  }
  const job = sleep(ms).then(() => running.delete(job));
  running.add(job);
  return job;
}
let hosts = [sleep(5, 'h1'), sleep(5, 'h2')];
async function firstHost() {
  const host = hosts[0];
  const name = await host;
  hosts = hosts.filter((one) => one !== host);
  return name;
}

const tombola = new Tombola();
await Promise.all([tombola.draw(), tombola.draw(), tombola.draw()]);
const seated = await Promise.all([seat(['x']), seat(['y', 'z'])]);
const tuned = await Promise.all([tune('news'), tune('quiz')]);
const moored = await moor(['elba', 'oder']);
await Promise.all([close('t1'), close('t2')]);
await Promise.all([limited(3), limited(4), limited(2), limited(2)]);
const names = await Promise.all([firstHost(), firstHost()]);
console.log(new Set(tombola.drawn).size, seated.length, tuned.join(), moored.join(), open.length, names.join());
