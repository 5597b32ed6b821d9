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

function freeLabel(base) {
  let n = 1;
  const check = (label) =>
    shelf.find(label).then((found) => {
      if (!found) return label;
      n += 1;
      return check(`${base}-${n}`);
    });
  return check(base);
}

function store(name) {
  return freeLabel(name).then((label) => shelf.add({ label, name }));
}

const stored = await Promise.allSettled([store('nails'), store('nails'), delay(3).then(() => store('screws'))]);
console.log(stored.map(({ value }) => value?.label).join(' '));
