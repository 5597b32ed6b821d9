// expect: lock.order-inversion 32,46,30 exit 0
// A lock in callback style whose holder is given what gives it back; one of the calls is made while the file runs.

class Lock {
  constructor(name) {
    this.name = name;
    this.held = false;
    this.queue = [];
  }
  take(fn) {
    if (this.held) {
      this.queue.push(fn);
      return;
    }
    this.held = true;
    fn(() => this.give());
  }
  give() {
    const next = this.queue.shift();
    if (next) setImmediate(next, () => this.give());
    else this.held = false;
  }
}

const accounts = new Lock('accounts');
const journal = new Lock('journal');
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

const log = (what) => () => console.log(what, state.balance);
transfer(10, log('moved'));
setTimeout(() => closeDay(log('closed')), 40);
setTimeout(() => transfer(5, log('moved')), 80);
