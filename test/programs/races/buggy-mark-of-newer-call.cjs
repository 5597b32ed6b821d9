// expect: race.atomicity 28,26,27
// The tender asks the diver every now and then. The timer of an older question finds the mark of a newer one, and gives alarm though the older one has been answered.
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
        this.alarms++;
        this.diver.emit('alarm');
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
