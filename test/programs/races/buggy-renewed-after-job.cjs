// expect: race.order.use-after-close 14,18
// The job ends while the renewal of its lease is under way: `stopRenewal` clears a timer that has gone off, and the renewal sets it anew.
let rounds = 0;
const renew = () => new Promise((resolve) => setTimeout(resolve, 30));

function hold(work) {
  let timer;
  const start = () => {
    timer = setTimeout(again, 50);
  };
  function again() {
    if (rounds++ > 2) return;
    renew().then(() => {
      timer = setTimeout(again, 50);
    });
  }
  function stopRenewal() {
    clearTimeout(timer);
  }
  start();
  return work().finally(stopRenewal);
}

hold(() => new Promise((resolve) => setTimeout(resolve, 65))).then(() => console.log('done'));
