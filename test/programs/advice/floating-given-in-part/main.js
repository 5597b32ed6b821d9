// expect: promise.floating main.js:19
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class Press {
  #isWarm = true;

  async print(sheet) {
    await sleep(8 * sheet.length);
    return this.#isWarm;
  }
  stop() {
    this.#isWarm = false;
  }
}

async function printAll(press, sheets) {
  const result = { printed: [], blank: 0, spoilt: 0 };
  sheets.forEach(async (sheet) => {
    if (sheet === '') {
      result.blank++;
      return;
    }
    if (await press.print(sheet)) result.printed.push(sheet);
  });
  return result;
}

async function main() {
  const press = new Press();
  const result = await printAll(press, ['front', '', 'back', 'cover']);
  press.stop();
  console.log(result.printed.length, 'printed', result.blank, 'blank');
}
main();
