// expect: promise.floating counted.js:10
// The wrapper notes how long each call takes, and gives nothing: whoever awaits it goes on at once.
'use strict';
const { counted, laps } = require('./counted.js');
const meters = require('./meters.js');

class Panel {
  constructor(house) {
    this.house = house;
    this.shown = 0;
    this.show = counted('show', this.show);
  }

  async show(name) {
    const { watts } = await meters.read(this.house, name);
    if (watts > 0) this.shown++;
  }
}

async function main() {
  const panel = new Panel('no. 7');
  for (const name of ['hall', 'attic', 'shed']) await panel.show(name);
  console.log(`${panel.shown} shown`);
  await new Promise((resolve) => setTimeout(resolve, 60));
  console.log(laps.length);
}

main();
