// expect: nothing
// The tender asks the diver every now and then. The timer of a question that has been answered is cleared.
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
    this.patience = setTimeout(() => {
      if (this.silent) {
        this.alarms++;
        console.log('no answer');
      }
    }, 250);
  }

  answered() {
    this.silent = false;
    clearTimeout(this.patience);
  }
}

const tender = new Tender(new Diver());
tender.start();
setTimeout(() => {
  clearTimeout(tender.round);
  console.log('alarms', tender.alarms > 0);
}, 700);
