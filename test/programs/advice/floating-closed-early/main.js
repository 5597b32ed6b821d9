// expect: promise.floating main.js:26
'use strict';
const { PassThrough } = require('node:stream');
const { setTimeout: sleep } = require('node:timers/promises');

class Ledger {
  pages = [];
  refused = 0;
  sealed = false;

  enter(page) {
    if (this.sealed) {
      this.refused += 1;
      return;
    }
    this.pages.push(page);
  }

  seal() {
    this.sealed = true;
  }
}

/** Seals the ledger when the last scan has been handed out, while the scans are still being read. */
function bind(scans, ledger) {
  scans.on('data', async (scan) => {
    const words = await sleep(15, String(scan).length);
    ledger.enter(words);
  });
  scans.once('end', () => ledger.seal());
}

const ledger = new Ledger();
const scans = new PassThrough();
bind(scans, ledger);
for (const text of ['one', 'three', 'fifteen']) scans.write(text);
scans.end();
process.on('exit', () => console.log(ledger.pages.length, ledger.refused));
