// expect: timer.leak main.js:6 ; timer.leak main.js:15
// stop-after: 6
'use strict';
class Deadline {
  static within(work, ms) {
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), ms));
    return Promise.race([work, late]);
  }
}

const prices = new Map([['tea', 3], ['salt', 1], ['rice', 2]]);
const priceOf = (name) => new Promise((resolve) => setImmediate(resolve, prices.get(name)));

async function expire(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  throw new Error('late');
}

Promise.race([priceOf('tea'), expire(90_000)]).then((price) => console.log('tea', price));
Promise.all([...prices.keys()].map((name) => Deadline.within(priceOf(name), 90_000))).then((all) => {
  console.log('sum', all.reduce((a, b) => a + b, 0));
});
