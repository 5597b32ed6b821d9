// expect: nothing
/** The repaired twin of bluebird.cjs: the timer looks at the promise that the result comes to. */
'use strict';

class Deferred {
  constructor() {
    this.state = 'pending';
    this.value = undefined;
    this.derived = [];
  }
  settle(state, value) {
    if (this.state !== 'pending') return;
    this.state = state;
    this.value = value;
    setImmediate(() => {
      for (const each of this.derived) each(state, value);
    });
  }
  isPending() {
    return this.state === 'pending';
  }
  follow() {
    const next = new Deferred();
    this.derived.push((state, value) => next.settle(state, value));
    return next;
  }
  then(resolve, reject) {
    const tell = (state, value) => (state === 'fulfilled' ? resolve(value) : reject(value));
    if (this.isPending()) this.derived.push(tell);
    else setImmediate(() => tell(this.state, this.value));
  }
}

function timeout(promise, ms) {
  const result = promise.follow();
  const timer = setTimeout(() => {
    if (promise.isPending()) result.settle('rejected', new Error('timed out'));
  }, ms);
  promise.follow().then(() => clearTimeout(timer), () => clearTimeout(timer));
  return result;
}

const work = new Deferred();
setTimeout(() => work.settle('fulfilled', 'finished'), 40);
timeout(work, 41).then(console.log, (error) => console.log(error.message));
const busyUntil = Date.now() + 48;
while (Date.now() < busyUntil);
