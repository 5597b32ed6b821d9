// expect: deadlock.actual 29,42 exit 0
// Two locks in callback style, each asked for once, in both orders: nobody is ever called back.
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
  journal.take((releaseJournal) => {
    setTimeout(() => {
      accounts.take((releaseAccounts) => {
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
