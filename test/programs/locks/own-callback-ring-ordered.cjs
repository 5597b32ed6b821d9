// expect: none exit 0
// The same, in one order.
class Lock {
  constructor() {
    this.held = false;
    this.queue = [];
  }
  take(callback) {
    if (this.held) {
      this.queue.push(callback);
      return;
    }
    this.held = true;
    callback(() => this.give());
  }
  give() {
    const next = this.queue.shift();
    if (next) setImmediate(next, () => this.give());
    else this.held = false;
  }
}
const accounts = new Lock();
const journal = new Lock();
const state = { balance: 100, entries: [] };

function transfer(amount, done) {
  accounts.take((releaseAccounts) => {
    setTimeout(() => {
      journal.take((releaseJournal) => {
        state.balance -= amount;
        state.entries.push(amount);
        releaseJournal();
        releaseAccounts();
        done();
      });
    }, 2);
  });
}
function closeDay(done) {
  accounts.take((releaseAccounts) => {
    setTimeout(() => {
      journal.take((releaseJournal) => {
        state.entries.length = 0;
        releaseAccounts();
        releaseJournal();
        done();
      });
    }, 2);
  });
}
transfer(10, () => console.log('moved'));
closeDay(() => console.log('closed'));
