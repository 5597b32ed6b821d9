// expect: nothing
'use strict';
const ENDED = 1;
const TOLD = 2;

/** Parts that are written; a part has ended when it was, and is told of a step later. */
class Parts {
  constructor(done) {
    this.open = 0;
    this.state = 0;
    this.done = done;
  }
  write(ms) {
    this.open++;
    setTimeout(() => {
      this.open--;
      setTimeout(() => {
        this.state |= ENDED;
      }, 30);
    }, ms);
  }
  look() {
    if (this.open > 0 || (this.state & TOLD) !== 0) return false;
    this.state |= TOLD;
    this.done(this.open);
    return true;
  }
}

const parts = new Parts((open) => console.log('nothing is open', open));
parts.write(10);
const timer = setInterval(() => {
  if (parts.look()) clearInterval(timer);
}, 15);
