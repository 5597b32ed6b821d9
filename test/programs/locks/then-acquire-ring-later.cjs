// expect: none exit 0
const { Mutex } = require('async-mutex');

// Each asks for the other's lock in a callback that gives its own back at its end, while the program serves on.
const [north, south] = [new Mutex(), new Mutex()];
const served = [];

function cross(name, near, far) {
  near.acquire().then((leaveNear) => {
    setTimeout(() => {
      far.acquire().then((leaveFar) => {
        served.push(name);
        leaveFar();
      });
      for (let i = 0; i < 20; i++) Promise.resolve(i).then((n) => n * 2);
      leaveNear();
    }, 5);
  });
}

cross('Ada', north, south);
cross('Bob', south, north);
const clock = setInterval(() => {
  if (served.length < 2) return;
  clearInterval(clock);
  console.log(served.length);
}, 20);
