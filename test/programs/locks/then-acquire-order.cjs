// expect: lock.order-inversion 15,25,10 exit 0
const { Mutex } = require('async-mutex');

const [ink, paper] = [new Mutex(), new Mutex()];
const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

function print(page) {
  return later(1)
    .then(() =>
      ink.acquire().then((leaveInk) =>
        // Code between callbacks, which no activation is around.
        later(2)
          .then(() =>
            paper
              .acquire()
              .then((leavePaper) => later(1, page).finally(leavePaper)),
          )
          .finally(leaveInk),
      ),
    );
}
function refill() {
  return paper.acquire().then((leavePaper) =>
    later(2)
      .then(() => ink.acquire())
      .then((leaveInk) => later(1, 'refilled').finally(leaveInk))
      .finally(leavePaper),
  );
}
Promise.all([print('one'), later(300).then(refill)]).then((done) => console.log(done.join()));
