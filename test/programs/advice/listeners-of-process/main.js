// expect: listener.leak main.js:13
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'jobs-'));

class Job {
  constructor(name) {
    this.file = path.join(dir, name);
    process.on('SIGTERM', () => this.end());
  }

  // Each job is over soon; its listener stays.
  async run() {
    fs.writeFileSync(this.file, 'at work');
    await sleep(3);
    this.end();
  }

  end() {
    fs.rmSync(this.file, { force: true });
  }
}

async function main() {
  for (let i = 0; i < 16; i++) await new Job(`${i}`).run();
  console.log(fs.readdirSync(dir).length);
  fs.rmdirSync(dir);
}
main();
