// expect: race.order.last-write 27
'use strict';
// A tide table asks an almanac, whose answer comes as an event; the one for the harbour that was looked at before comes last.
const { EventEmitter } = require('node:events');

class Almanac {
  lookUp(harbour) {
    const asked = new EventEmitter();
    setTimeout(() => asked.emit('found', `${harbour}: high at ${harbour.length}`), harbour.length * 6);
    return asked;
  }
}

class TideTable {
  constructor(almanac) {
    this.almanac = almanac;
    this.line = '';
    this.failed = 0;
  }

  turnTo(harbour) {
    const asked = this.almanac.lookUp(harbour);
    asked.once('error', () => {
      this.failed++;
    });
    asked.once('found', (line) => {
      this.line = line;
    });
  }
}

const table = new TideTable(new Almanac());
setTimeout(() => table.turnTo('Great Yarmouth'), 3);
setTimeout(() => table.turnTo('Deal'), 12);
setTimeout(() => console.log(table.line, table.failed), 160);
