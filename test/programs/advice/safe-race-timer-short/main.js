// expect: nothing
// never: timer.leak
'use strict';
const { EventEmitter, once } = require('node:events');

// The limits are left behind as well, but they are over before anybody notices; the long one is taken back.
class Watchman {
  #within(ms, door) {
    return new Promise((_, reject) => void setTimeout(() => reject(new Error(`${door} is silent`)), ms));
  }

  async look(doors) {
    const seen = await Promise.all(doors.map((door) => Promise.race([this.#knock(door), this.#within(300, door)])));
    return seen.filter((state) => state === 'shut').length;
  }

  async patrol(doors) {
    const limit = AbortSignal.timeout(20_000);
    const late = new Promise((_, reject) => limit.addEventListener('abort', () => reject(limit.reason)));
    return Promise.race([this.look(doors), late]);
  }

  async #knock(door) {
    const bell = new EventEmitter();
    setImmediate(() => bell.emit('answer', door % 3 === 0 ? 'open' : 'shut'));
    const [state] = await once(bell, 'answer');
    return state;
  }
}

new Watchman().patrol([1, 2, 3, 4, 5, 6]).then((shut) => console.log(shut, 'shut'));
