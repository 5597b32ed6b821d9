// expect: race.atomicity 24,22,16 ; race.atomicity 44,37,53
// A mark says that something has changed. It is taken back when what had changed was saved: a change that came meanwhile is not saved, and nothing says so.
import { setTimeout as delay } from 'node:timers/promises';

const disk = [];
const write = async (text) => {
  await delay(12);
  disk.push(text);
};

class Draft {
  #changed = false;
  body = '';
  type(text) {
    this.body += text;
    this.#changed = true;
  }

  // Called every now and then.
  async save() {
    if (this.body === '') return;
    if (this.#changed) {
      await write(this.body);
      this.#changed = false;
    }
  }
}

const prices = new Map();
let stale = false;
let sign = '';

async function repaint() {
  const render = async (rows) => {
    await write(rows.map(([name, price]) => `${name} ${price}`));
  };
  if (!stale) return;

  await render([...prices]);

  sign = disk.at(-1);
  //

  stale = false;
}

async function trade() {
  for (const [name, price] of [['tea', 3], ['tin', 4]]) {
    prices.set(name, price);



    stale = true;
    await delay(5);
  }
}

const draft = new Draft();
draft.type('a');
const trading = trade();
const saved = draft.save();
const painted = repaint();
await delay(4);
draft.type('b');
await Promise.all([saved, painted, trading]);
await draft.save();
await repaint();
console.log(disk.length, sign.length);
