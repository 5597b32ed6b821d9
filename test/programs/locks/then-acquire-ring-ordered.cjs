// expect: none exit 0
const { Mutex } = require('async-mutex');
const { setTimeout: sleep } = require('node:timers/promises');

const ledger = new Mutex();
const audit = new Mutex();
const draft = new Mutex();
const written = [];

/** Both chains take the ledger first. */
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

/** Gives the one back before it asks for the other. */
function review(entry) {
  return audit
    .acquire()
    .then((releaseAudit) =>
      sleep(5).then(() => {
        written.push(entry);
        releaseAudit();
      }),
    )
    .then(() => ledger.acquire())
    .then((releaseLedger) => releaseLedger());
}

/** Is still at work under its lock when the program is told to stop. */
function collect() {
  return draft.acquire().then((releaseDraft) => sleep(60_000).then(releaseDraft));
}

function publish() {
  return ledger.acquire().then((releaseLedger) =>
    draft.acquire().then((releaseDraft) => {
      releaseDraft();
      releaseLedger();
    }),
  );
}

Promise.all([post('fee'), post('rent'), review('tax')]).then(() => {
  console.log(written.length);
  collect();
  publish();
  setTimeout(() => process.exit(0), 200);
});
