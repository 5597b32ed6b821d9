// expect: nothing
// stop-after: 3
'use strict';
// A clock in a class: nothing in the program would ever stop it.
class Clock {
  constructor() {
    this.ticks = 0;
    setInterval(() => this.ticks++, 100);
  }
}

const clock = new Clock();
console.log('counting from', clock.ticks);
