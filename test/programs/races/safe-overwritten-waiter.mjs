// expect: nothing
// Speaking tubes with room for one: who comes second waits for the first one's answer, or the first one is told that somebody else has the tube, or has given up; and a bell that only the newest is to hear.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

class Kitchen extends EventEmitter {
  send(order) {
    setTimeout(() => this.emit('answer', `${order} is ready`), 60);
  }
}

class Tube {
  last = Promise.resolve();

  constructor(kitchen) {
    this.kitchen = kitchen;
    this.waiting = null;
    kitchen.on('answer', (text) => this.hear(text));
  }

  ask(dish) {
    return new Promise((resolve) => {
      this.waiting = resolve;
      this.kitchen.send(dish);
    });
  }

  shortly(dish) {
    return new Promise((resolve) => {
      this.waiting = resolve;
      if (dish !== 'air') this.kitchen.send(dish);
      setTimeout(() => resolve('nothing came'), 200);
    });
  }

  inTurn(dish) {
    this.last = this.last.then(() => this.ask(dish));
    return this.last;
  }

  instead(dish) {
    this.waiting?.('taken over');
    return this.ask(dish);
  }

  hear(text) {
    const waiting = this.waiting;
    if (waiting === null) return;
    this.waiting = null;
    waiting(text);
  }
}

class Bell {
  newest = null;
  rings = 0;

  call(guest) {
    this.newest = guest;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ring(), 30);
  }

  ring() {
    const newest = this.newest;
    if (newest === null) return;
    this.newest = null;
    newest(++this.rings);
  }
}

const queued = new Tube(new Kitchen());
console.log((await Promise.all([queued.inTurn('soup'), queued.inTurn('fish')])).join(', '));
const taken = new Tube(new Kitchen());
const first = taken.instead('soup');
await sleep(10);
console.log((await Promise.all([first, taken.instead('fish')])).join(', '));
const patient = new Tube(new Kitchen());
console.log(await patient.shortly('air'), await patient.shortly('soup'));
const bell = new Bell();
bell.call(() => {});
await sleep(10);
bell.call((rings) => console.log('rang', rings));
