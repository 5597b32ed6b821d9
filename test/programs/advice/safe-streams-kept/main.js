// expect: nothing
// never: handle.leak
// One stream for each customer, kept for the whole run.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Journal {
  constructor(file) {
    this.file = file;
    this.open();
  }

  open() {
    this.out = fs.createWriteStream(this.file);
  }
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'journals-'));
const journals = new Map();
let n = 0;
const feed = setInterval(() => {
  const customer = `c${n++ % 12}`;
  if (!journals.has(customer)) journals.set(customer, new Journal(path.join(dir, customer)));
  journals.get(customer).out.write(`${n}\n`);
  if (n < 48) return;
  clearInterval(feed);
  setTimeout(() => {
    console.log(journals.size);
    fs.rmSync(dir, { recursive: true, force: true });
  }, 20);
}, 4);
