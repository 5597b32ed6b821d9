// expect: timer.leak@info main.js:6
// stop-after: 4
'use strict';
class Deadline {
  static within(work, ms) {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), ms));
    return Promise.race([work, late]);
  }
}

const prices = new Map([['tea', 3], ['salt', 1], ['rice', 2]]);
const priceOf = (name) => new Promise((resolve) => setImmediate(resolve, prices.get(name)));

Promise.all([...prices.keys()].map((name) => Deadline.within(priceOf(name), 90_000))).then((all) => {
  console.log('sum', all.reduce((a, b) => a + b, 0));
});
