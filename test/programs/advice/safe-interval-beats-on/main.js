// expect: nothing
// stop-after: 3
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const { Watch } = require('./watch');

/** It is on after the third look, and stays on: the watch goes on as long as the program does, until somebody calls `end`. */
class Lamp {
  #looks = 0;

  async look() {
    await delay(7);
    this.#looks += 1;
    return this.#looks < 3 ? 'off' : 'on';
  }
}

const watch = new Watch(new Lamp());
watch.begin().then((state) => {
  console.log('the lamp is', state);
});
