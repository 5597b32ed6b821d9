// expect: nothing
// Ferries that wait too long leave the list of those that wait in the step in which they put to sea.
'use strict';
const { EventEmitter } = require('node:events');

class Ferry extends EventEmitter {
  close() {
    this.isOut = true;
    setTimeout(() => this.emit('close'), 150);
  }
}

class Quays {
  constructor() {
    this.free = {};
    this.all = {};
  }

  moor(quay, ferry) {
    (this.free[quay] = this.free[quay] || []).push(ferry);
    ferry.waits = setTimeout(() => {
      this.free[quay].splice(this.free[quay].indexOf(ferry), 1);
      ferry.close();
    }, 60);
  }

  build(quay) {
    const ferry = new Ferry();
    (this.all[quay] ||= []).push(ferry);
    ferry.on('close', () => {
      [this.all].forEach((ferries) => {
        const at = (ferries[quay] || []).indexOf(ferry);
        if (at >= 0) ferries[quay].splice(at, 1);
      });
    });
    return ferry;
  }

  sail(quay) {
    const waiting = this.free[quay];
    if (!waiting || waiting.length === 0) {
      return this.build(quay);
    }
    const ferry = waiting.shift();
    clearTimeout(ferry.waits);
    return ferry;
  }
}

const quays = new Quays();
quays.moor('north', quays.sail('north'));
setTimeout(() => {
  const ferry = quays.sail('north');
  console.log(ferry.isOut ? 'out at sea' : 'sails');
}, 130);
