// expect: nothing
// A shelf leaves the set of those being counted after what it refers to is in the ledger, whose calls call back. Whoever takes the next one is called by the step that takes it out.
const shelves = { hall: ['attic', 'cellar'], attic: [], cellar: [] };

class Ledger {
  constructor() {
    this.lines = [];
  }
  enter(name, callback) {
    setTimeout(() => {
      this.lines.push(name);
      callback();
    }, 12);
  }
  next(callback) {
    setTimeout(() => {
      const name = this.lines.shift();
      callback(name);
    }, 2);
  }
}

const ledger = new Ledger();
const busy = new Set();
const counted = [];

function read(name, callback) {
  setTimeout(() => callback(shelves[name]), 10);
}

function count(name) {
  busy.add(name);
  read(name, (more) => {
    counted.push(name);
    let left = more.length;
    if (left === 0) busy.delete(name);
    for (const other of more) {
      ledger.enter(other, () => {
        if (--left === 0) busy.delete(name);
      });
    }
  });
}

function work() {
  ledger.next((name) => {
    if (name) count(name);
    else if (busy.size === 0) {
      console.log('counted', counted.length);
      return;
    }
    setTimeout(work, 2);
  });
}

ledger.enter('hall', work);
