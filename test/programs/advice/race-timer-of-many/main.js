// expect: timer.leak main.js:8
'use strict';
const { EventEmitter, once } = require('node:events');

// Each look at a door has a limit of its own, which nobody takes back when the door has answered.
class Watchman {
  #within(ms, door) {
    return new Promise((_, reject) => void setTimeout(() => reject(new Error(`${door} is silent`)), ms));
  }

  async look(doors) {
    const seen = await Promise.all(doors.map((door) => Promise.race([this.#knock(door), this.#within(1800, door)])));
    return seen.filter((state) => state === 'shut').length;
  }

  async #knock(door) {
    const bell = new EventEmitter();
    setImmediate(() => bell.emit('answer', door % 3 === 0 ? 'open' : 'shut'));
    const [state] = await once(bell, 'answer');
    return state;
  }
}

new Watchman().look([1, 2, 3, 4, 5, 6]).then((shut) => console.log(shut, 'shut'));
