// expect: none exit 0
'use strict';
// All of them look again after the same short pause: nobody waits for longer than its turn.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Printer {
  isPrinting = false;
  pages = [];
  async take() {
    while (this.isPrinting) await sleep(1);
    this.isPrinting = true;
  }
  give() {
    this.isPrinting = false;
  }
}

const printer = new Printer();
async function print(text) {
  await printer.take();
  try {
    await sleep(4);
    printer.pages.push(text);
  } finally {
    printer.give();
  }
}

async function printAll(from) {
  // One task asks again and again, and has the lock only for a moment each time.
  for (let i = 0; i < 60; i++) {
    await print(from + i);
    await sleep(12);
  }
}

Promise.all([printAll(0), printAll(100)]).then(() => console.log(printer.pages.length));
