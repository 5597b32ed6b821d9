// expect: nothing
// The same, and the list is asked once more in the step in which it is added.
import { setTimeout as delay } from 'node:timers/promises';

class Shelf {
  boxes = [];

  async find(label) {
    await delay(6);
    return this.boxes.find((box) => box.label === label);
  }

  async add(box) {
    await delay(6);
    if (this.boxes.some((other) => other.label === box.label)) throw new Error('taken');
    this.boxes.push(box);
    return box;
  }
}

const shelf = new Shelf();

async function freeLabel(base) {
  for (let n = 1; ; n++) {
    const label = n === 1 ? base : `${base}-${n}`;
    if (!(await shelf.find(label))) return label;
  }
}

class Parcel {
  constructor(fields) {
    this.fields = fields;
  }

  async prepare() {
    this.fields.label = await freeLabel(this.fields.name);
  }

  async save() {
    await this.prepare();
    await shelf.add(this.fields);
    return this;
  }
}

const stored = await Promise.allSettled(['nails', 'nails'].map((name) => new Parcel({ name }).save()));
console.log(stored.map(({ value }) => value?.fields.label).join(' '));
