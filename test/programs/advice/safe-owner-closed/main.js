// expect: nothing
// stop-after: 5
'use strict';
// One of its sessions was closed, and it goes on for those that its inbox brings.
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class Sessions {
  constructor(dir) {
    this.dir = dir;
    this.open = new Set();
    this.reader = setInterval(() => this.read(), 200);
  }
  async read() {
    for (const name of await fs.readdir(this.dir)) {
      this.open.add(name);
      await fs.unlink(path.join(this.dir, name));
    }
  }
  close(name) {
    this.open.delete(name);
  }
}

async function main() {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'sessions-'));
  const sessions = new Sessions(dir);
  sessions.open.add('a').add('b').add('c');
  sessions.close('a');
  console.log('waiting for sessions in the inbox', sessions.open.size);
}

main();
