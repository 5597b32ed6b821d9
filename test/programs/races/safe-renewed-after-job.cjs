// expect: nothing
// The job ends while the renewal of its lease is under way: `stopRenewal` says so, and the renewal sets no timer.
let rounds = 0;
const renew = () => new Promise((resolve) => setTimeout(resolve, 30));

function hold(work) {
  let timer;
  let stopped = false;
  const start = () => {
    timer = setTimeout(again, 50);
  };
  function again() {
    if (rounds++ > 2) return;
    renew().then(() => {
      if (stopped) return;
      timer = setTimeout(again, 50);
    });
  }
  function stopRenewal() {
    stopped = true;
    clearTimeout(timer);
  }
  start();
  return work().finally(stopRenewal);
}

hold(() => new Promise((resolve) => setTimeout(resolve, 65))).then(() => console.log('done'));
