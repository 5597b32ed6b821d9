// expect: race.order.last-write 10
// A map takes what each call was given when its wait is over: the label that was printed first lands last.
import { setTimeout as sleep } from 'node:timers/promises';

class Shelf {
  labels = new Map();

  async put(place, label) {
    await sleep(3 * label.length);
    this.labels.set(place, label);
  }
}

const shelf = new Shelf();
const relabel = (label) => shelf.put('b4', label);

setTimeout(() => relabel('green lentils, dried'), 5);
setTimeout(() => relabel('rice'), 20);
setTimeout(() => console.log(shelf.labels.get('b4')), 160);
