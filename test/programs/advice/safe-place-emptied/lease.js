'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class Lease {
  #renewal = null;

  constructor(name) {
    this.file = path.join(os.tmpdir(), `lease-${name}-${process.pid}`);
  }

  async take() {
    await fs.writeFile(this.file, '', { flag: 'wx' });
    // It does something, and is not what the program is for.
    this.#renewal = setInterval(() => {
      const now = new Date();
      fs.utimes(this.file, now, now).catch(() => {});
    }, 100);
  }

  async giveUp() {
    clearInterval(this.#renewal);
    this.#renewal = null;
    await fs.rm(this.file, { force: true });
  }
}

module.exports = { Lease };
