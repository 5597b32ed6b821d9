// expect: race.atomicity 20,28
// A speaking tube has room for one who waits for an answer from the kitchen; two floors call down before the first answer has come up.
import { EventEmitter } from 'node:events';

class Kitchen extends EventEmitter {
  send(order) {
    setTimeout(() => this.emit('answer', `${order} is ready`), 150);
  }
}

class Tube {
  constructor(kitchen) {
    this.kitchen = kitchen;
    this.waiting = null;
    kitchen.on('answer', (text) => this.hear(text));
  }

  order(dish) {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.kitchen.send(dish);
      // Nobody waits for ever.
      setTimeout(() => resolve('nothing came'), 500);
    });
  }

  hear(text) {
    const waiting = this.waiting;
    if (waiting === null) return;
    this.waiting = null;
    waiting(text);
  }
}

const tube = new Tube(new Kitchen());
const first = tube.order('soup');
const second = new Promise((resolve) => setTimeout(resolve, 20)).then(() => tube.order('fish'));
console.log((await Promise.all([first, second])).join(', '));
