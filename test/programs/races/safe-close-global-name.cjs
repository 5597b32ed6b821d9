// expect: nothing
// The global `clearTimeout` takes nothing as well as a timer; the method of that name, which would not, is not what is called.
const { setTimeout: delay } = require('node:timers/promises');

let ticker;
let ticks = 0;

const timers = {
  clearTimeout(timer) {
    if (timer.isOwn) timer.stop();
    else clearTimeout(timer);
  },
  start() {
    ticker = setTimeout(() => ticks++, 500);
  },
  reset() {
    ticks = 0;
    clearTimeout(ticker);
    ticker = null;
  },
};

async function work(ms) {
  await delay(ms);
  timers.reset();
}

timers.start();
Promise.all([work(10), work(20)]).then(() => {
  const own = { isOwn: true, stop: () => ticks++ };
  timers.clearTimeout(own);
  console.log(ticks);
});
