// expect: nothing
// never: timer.leak
// stop-after: 4
'use strict';
// The race is not decided: the limit is what the program waits for.
async function expire(ms) {
  await new Promise((resolve) => setTimeout(resolve, ms));
  throw new Error('late');
}
const first = new Promise((resolve) => setImmediate(resolve, 'early'));
const answers = new Map();

Promise.race([first, expire(90_000)]).then((answer) => answers.set('first', answer));
Promise.race([new Promise((resolve) => setTimeout(resolve, 80_000)), expire(90_000)]).then(
  () => console.log('told'),
  () => console.log('not told'),
);
