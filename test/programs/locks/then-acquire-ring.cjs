// expect: deadlock.actual 13,25 exit 0
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const ledger = new Mutex();
const audit = new Mutex();
const written = [];

/** Two chains that take the same two locks, each the other one first. */
function post(entry) {
  return ledger.acquire().then((releaseLedger) =>
    sleep(5)
      .then(() => audit.acquire())
      .then((releaseAudit) => {
        written.push(entry);
        releaseAudit();
        releaseLedger();
      }),
  );
}

function review(entry) {
  return audit.acquire().then((releaseAudit) =>
    sleep(5)
      .then(() => ledger.acquire())
      .then((releaseLedger) => {
        written.push(entry);
        releaseLedger();
        releaseAudit();
      }),
  );
}

Promise.all([post('fee'), review('fee')]).then(() => console.log(written.length));
