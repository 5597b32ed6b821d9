// expect: promise.floating main.js:17
'use strict';
const fs = require('node:fs/promises');

class Totals {
  constructor() {
    this.bytes = 0;
  }

  async add(file) {
    const { size } = await fs.stat(file);
    this.bytes += size;
  }

  async addAll(files) {
    for (const file of files) {
      this.add(file);
    }
    return this.bytes;
  }
}

async function main() {
  const bytes = await new Totals().addAll([__filename, __filename]);
  console.log(bytes === 0 ? 'nothing' : 'something');
}
main();
