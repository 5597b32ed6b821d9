// expect: deadlock.actual 12 exit 0
const { Mutex } = require('async-mutex');

// The chains belong to nobody, and the program serves on until somebody stops it.
const [north, south] = [new Mutex(), new Mutex()];
const served = [];

function cross(name, near, far) {
  near.acquire().then((leaveNear) => {
    setTimeout(() => {
      // Nothing is done at once when it is let in.
      far.acquire().then((leaveFar) => {
        served.push(name);
        leaveFar();
        leaveNear();
      });
    }, 5);
  });
}

cross('Ada', north, south);
cross('Bob', south, north);
const clock = setInterval(() => served.push('tick'), 50);
setTimeout(() => {
  clearInterval(clock);
  console.log(served.includes('Ada'));
  process.exit(0);
}, 600);
