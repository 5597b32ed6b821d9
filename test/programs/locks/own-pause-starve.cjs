// expect: lock.starvation 42 exit 0
'use strict';
// The printer is asked for again after a pause, and the pauses get longer: those who come later look more often.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Printer {
  isPrinting = false;
  pages = [];
  async take(pause, longest) {
    let ms = pause;
    while (this.isPrinting) {
      await sleep(ms);
      ms = Math.min(ms * 2, longest);
    }
    this.isPrinting = true;
  }
  give() {
    this.isPrinting = false;
  }
}

const printer = new Printer();
async function label(n) {
  await printer.take(1, 1);
  try {
    await sleep(8);
    printer.pages.push(`label ${n}`);
  } finally {
    printer.give();
  }
}

async function labels(from) {
  for (let i = 0; i < 60; i++) {
    await label(from + i);
  }
}

async function book() {
  await sleep(20);
  // Each label that is done lets the next one in.
  await printer.take(701, 5000);
  try {
    await sleep(10);
    printer.pages.push('book');
  } finally {
    printer.give();
  }
}

Promise.all([labels(0), labels(100), labels(200), book()]).then(() => console.log(printer.pages.length));
