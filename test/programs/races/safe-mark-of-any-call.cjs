// expect: nothing
// The tender asks the diver every now and then. Whichever timer finds the mark takes it back and does for all questions what is to be done.
const { EventEmitter } = require('node:events');

class Diver extends EventEmitter {
  hear() {
    setTimeout(() => this.emit('knock'), 100);
  }
}

class Tender {
  constructor(diver) {
    this.diver = diver;
    this.silent = false;
    this.alarms = 0;
    diver.on('knock', () => this.answered());
  }

  start() {
    this.ask();
    this.round = setTimeout(() => this.start(), 200);
  }

  ask() {
    this.diver.hear();
    this.silent = true;
    setTimeout(() => {
      if (this.silent) {
        this.silent = false;
        this.alarms++;
      }
    }, 250);
  }

  answered() {
    this.silent = false;
  }
}

const tender = new Tender(new Diver());
tender.start();
setTimeout(() => {
  clearTimeout(tender.round);
  console.log('alarms', tender.alarms > 0);
}, 700);
