// expect: nothing
// never: await.in-loop await.sequential
// Rounds of two steps, each of which waits for its turn, goes on from where the one before came, or asks of what that has left.
const after = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

// One call in 40 ms.
const meter = {
  next: 0,
  allowed() {
    this.next = Math.max(Date.now(), this.next) + 40;
    return new Promise((resolve) => setTimeout(resolve, this.next - Date.now(), this.next));
  },
};
const price = async (name) => after(5, name.length);

async function measured(names) {
  const found = [];
  for (const name of names) {
    const at = await meter.allowed();
    const cost = await price(name);
    found.push({ at, cost });
  }
  return found;
}

const boss = new Map([
  ['ann', 'bob'],
  ['bob', 'cy'],
  ['cy', 'ann'],
]);
const staff = { find: (name) => after(40, { name }), above: ({ name }) => after(40, boss.get(name)) };

async function upwards(first) {
  const chain = [];
  let name = first;
  for (let i = 0; i < 5; i++) {
    const person = await staff.find(name);
    name = await staff.above(person);
    chain.push(person);
  }
  return chain;
}

const robot = {
  x: 0,
  async look(step) {
    await after(40);
    return this.x + step;
  },
  async walk(to) {
    await after(40);
    this.x = to;
    return to;
  },
};

async function walk(steps) {
  const path = [];
  for (const step of steps) {
    const to = await robot.look(step);
    const at = await robot.walk(to);
    path.push(at);
  }
  return path;
}

async function main() {
  const found = await measured(['oak', 'elm', 'ash', 'fir', 'yew']);
  const chain = await upwards(found[0].cost === 3 ? 'ann' : 'bob');
  const path = await walk(chain.map(({ name }) => name.length));
  console.log(found.length, chain.length, path.at(-1));
}

main();
