// expect: race.check-then-act 30,37
/**
 * NLF: node-logger-file, https://github.com/michaelwittig/node-logger-file issue 1 (fixed in 0.2.6).
 * Root cause: each message that was written looks whether the file has become too large and rolls it; the size is set back only when the new
 * file is open, so further messages roll the file again, and whoever waits for the close of the file that is closed already waits for ever.
 * Original fix: the size is set back in the step of the check.
 */
'use strict';
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

class FileEndpoint {
  rolls = 0;
  constructor(folder, maxSize) {
    this.folder = folder;
    this.maxSize = maxSize;
    this.size = 0;
    this.stream = undefined;
  }
  async open() {
    this.stream = fs.createWriteStream(path.join(this.folder, `${this.rolls}.log`));
    await once(this.stream, 'open');
    return this;
  }
  async log(message) {
    this.size += message.length;
    await new Promise((resolve) => this.stream.write(`${message}\n`, resolve));
    if (this.size > this.maxSize) await this.roll();
  }
  async roll() {
    const old = this.stream;
    old.end();
    await once(old, 'close');
    this.rolls++;
    this.size = 0;
    await this.open();
  }
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nlf-'));
  const endpoint = await new FileEndpoint(folder, 20).open();
  process.on('exit', () => fs.rmSync(folder, { recursive: true }));
  await Promise.all(['first message', 'second message', 'third message'].map((m) => endpoint.log(m)));
  console.log(endpoint.rolls > 1 ? 'rolled more than once' : 'rolled once');
}
main();
