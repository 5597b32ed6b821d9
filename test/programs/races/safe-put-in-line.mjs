// expect: nothing
// The next label waits for the one before; what a map keeps of the last one to be heard is whichever comes last; and the places of others are their own.
import { setTimeout as sleep } from 'node:timers/promises';

class Shelf {
  labels = new Map();
  lastSeen = new Map();
  #last = Promise.resolve();

  put(place, label) {
    this.#last = this.#last.then(() => this.#print(place, label));
    return this.#last;
  }

  async #print(place, label) {
    await sleep(3 * label.length);
    this.labels.set(place, label);
  }

  async visit(place, who) {
    await sleep(3 * who.length);
    this.lastSeen.set(place, who);
  }
}

const shelf = new Shelf();
setTimeout(() => shelf.put('b4', 'green lentils, dried'), 5);
setTimeout(() => shelf.put('b4', 'rice'), 20);
setTimeout(() => shelf.visit('b4', 'the inspector'), 5);
setTimeout(() => shelf.visit('b4', 'cat'), 20);
setTimeout(() => console.log(shelf.labels.get('b4'), shelf.lastSeen.get('b4')), 180);
