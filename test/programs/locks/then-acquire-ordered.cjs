// expect: none exit 0
const { Mutex } = require('async-mutex');

const [ink, paper] = [new Mutex(), new Mutex()];
const later = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

function print(page) {
  return ink.acquire().then((leaveInk) =>
    later(2)
      .then(() => paper.acquire())
      .then((leavePaper) => later(1, page).finally(leavePaper))
      .finally(leaveInk),
  );
}
// Gives back the one before it asks for the other.
function refill() {
  return paper
    .acquire()
    .then((leavePaper) => later(2).finally(leavePaper))
    .then(() => ink.acquire())
    .then((leaveInk) => later(1, 'refilled').finally(leaveInk));
}
Promise.all([print('one'), later(300).then(refill)]).then((done) => console.log(done.join()));
