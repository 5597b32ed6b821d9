// expect: race.check-then-act 10,11; race.atomicity 20,21; race.atomicity 15,17
// A harbour opens its radio, counts its berths and numbers its notices with what the class above it does.
'use strict';
const { setTimeout: pause } = require('node:timers/promises');
const { Dock } = require('./base.js');

class Harbour extends Dock {
  /** Each that finds no radio opens one. */
  async open() {
    if (this.radio) return this.radio;
    await super.open();
    return this.radio;
  }
  async announce(text) {
    const number = super.lastNotice();
    await pause(2);
    super.noteNotice(number + 1, text);
  }
  async moor(ship) {
    const free = await super.count();
    await super.keep(free - ship);
  }
}

async function main() {
  const harbour = new Harbour(9);
  await Promise.all([harbour.open(), harbour.open(), harbour.announce('fog'), harbour.announce('ice')]);
  await Promise.all([harbour.moor(1), harbour.moor(2)]);
  console.log(harbour.free < 9, harbour.radio.on);
}

main();
