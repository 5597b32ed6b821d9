// expect: promise.floating main.js:16
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

// Neither the setter nor the timer's callback is an async function, and the process ends before the file is written.
class Session {
  constructor(file) {
    this.file = file;
    this.values = {};
  }

  set(name, value) {
    this.values[name] = value;

    this.persist();
  }

  async persist() {
    await fs.promises.writeFile(`${this.file}.new`, JSON.stringify(this.values));
    await fs.promises.rename(`${this.file}.new`, this.file);
  }
}

const file = path.join(os.tmpdir(), `interleave-session-${process.pid}`);
process.on('exit', () => {
  for (const name of [file, `${file}.new`]) fs.rmSync(name, { force: true });
});
const session = new Session(file);
setTimeout(() => {
  session.set('user', 'ann');
  console.log('logged in as', session.values.user);
  process.exit();
}, 20);
