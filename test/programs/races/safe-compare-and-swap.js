// expect: nothing
const { setTimeout: delay } = require('node:timers/promises');
let value = 0;
async function increment() {
  for (;;) {
    const seen = value;
    await delay(1);
    if (value === seen) {
      value = seen + 1;
      return;
    }
  }
}
Promise.all([increment(), increment(), increment()]).then(() => console.log(value));
