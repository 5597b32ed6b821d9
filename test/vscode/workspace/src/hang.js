'use strict';
// Two tasks take two locks in opposite order; each then waits for the other for ever, and the process exits.
class Lock {
  #tail = Promise.resolve();
  acquire() {
    let release;
    const held = new Promise((resolve) => (release = resolve));
    const before = this.#tail;
    this.#tail = before.then(() => held);
    return before.then(() => release);
  }
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const accounts = new Lock();
const audit = new Lock();

async function transfer() {
  const release = await accounts.acquire();
  await pause(10);
  const releaseAudit = await audit.acquire();
  releaseAudit();
  release();
}
async function report() {
  const release = await audit.acquire();
  await pause(10);
  const releaseAccounts = await accounts.acquire();
  releaseAccounts();
  release();
}
console.log('hang starts');
void Promise.all([transfer(), report()]).then(() => console.log('never'));
