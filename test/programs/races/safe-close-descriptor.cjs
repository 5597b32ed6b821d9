// expect: nothing
// A journal gives its descriptor back when what it was to note is there.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class Journal {
  constructor() {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-journal-'));
    this.fd = fs.openSync(path.join(this.folder, 'journal'), 'a');
  }
  note(text) {
    fs.writeSync(this.fd, `${text}\n`);
  }
  close(done) {
    fs.fsyncSync(this.fd);
    fs.closeSync(this.fd);
    fs.rmSync(this.folder, { recursive: true });
    this.fd = null;
    done();
  }
}

const journal = new Journal();
fs.stat(__filename, (failure, { size }) => {
  try {
    journal.note(size);
  } catch (error) {
    console.log(error.code);
  }
  journal.close(() => console.log('closed'));
});
