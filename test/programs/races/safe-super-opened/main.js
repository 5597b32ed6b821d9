// expect: nothing
// A harbour opens its radio, counts its berths and numbers its notices with what the class above it does.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');
const { Dock } = require('./base.js');

class Harbour extends Dock {
  last = Promise.resolve();
  /** Who comes while the radio is opened waits for that. */
  open() {
    this.opening ??= super.open();
    return this.opening;
  }
  async announce(text) {
    await pause(2);
    super.noteNotice(super.lastNotice() + 1, text);
  }
  moor(ship) {
    this.last = this.last.then(async () => {
      const free = await super.count();
      await super.keep(free - ship);
    });
    return this.last;
  }
}

async function main() {
  const harbour = new Harbour(9);
  await Promise.all([harbour.open(), harbour.open(), harbour.announce('fog'), harbour.announce('ice')]);
  await Promise.all([harbour.moor(1), harbour.moor(2)]);
  console.log(harbour.free < 9, harbour.radio.on);
}

main();
