// expect: nothing
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

/** Presses in a print shop: a job has a press for itself, from taking it out of the rack until it is back. */
class Press {
  #plate = null;
  sheets = 0;
  ink = { used: 0 };

  async mount(title) {
    await sleep(2);
    this.#plate = { title, copies: 0 };
  }

  async print(copies) {
    const [sheets, used] = [this.sheets, this.ink.used];
    await sleep(1 + copies);
    this.#plate.copies += copies;
    this.sheets = sheets + copies;
    this.ink.used = used + copies * 2;
  }

  async clean() {
    await sleep(1);
    const { title, copies } = this.#plate;
    this.#plate = null;
    return `${title} x${copies}`;
  }
}

const rack = [new Press(), new Press()];
const queue = [];

async function take() {
  if (rack.length > 0) return rack.pop();
  return new Promise((resolve) => queue.push(resolve));
}

function giveBack(press) {
  const next = queue.shift();
  if (next) next(press);
  else rack.push(press);
}

async function order(title, after) {
  await sleep(after);
  const press = await take();
  try {
    await press.mount(title);
    await press.print(3);
    return await press.clean();
  } finally {
    giveBack(press);
  }
}

async function main() {
  const done = await Promise.all([order('poster', 0), order('flyer', 4), order('map', 25), order('card', 28), order('menu', 50)]);
  console.log(done.join(', '));
}

main();
