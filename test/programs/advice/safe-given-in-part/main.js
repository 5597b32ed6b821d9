// expect: nothing
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

// Whoever asks is given what it can look at while the work goes on, and looks until it is done.
async function begin(press, sheets) {
  const state = { left: 0, printed: 0, failed: 0 };
  sheets.forEach(async (sheet) => {
    state.left++;
    if (await press.print(sheet)) state.printed++;
    else state.failed++;
    state.left--;
  });
  return state;
}

// All that is returned is there, or has been waited for.
async function printAll(press, sheets) {
  const result = { printed: 0, blank: 0 };
  await Promise.all(
    sheets.map(async (sheet) => {
      if (sheet === '') result.blank++;
      else if (await press.print(sheet)) result.printed++;
    }),
  );
  return result;
}

async function main() {
  const press = new Press();
  const state = await begin(press, ['front', 'back', 'cover']);
  console.log(state.left, 'sheets to go');
  while (state.left > 0) await sleep(5);
  console.log(state.printed, 'printed');
  const result = await printAll(press, ['front', '', 'back']);
  press.stop();
  console.log(result.printed, 'printed', result.blank, 'blank');
}
main();
