// expect: deadlock.actual 35,33 signal
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'books-'));
process.once('exit', () => fs.rmSync(root, { recursive: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

class LockFile {
  constructor(name) {
    this.path = path.join(root, `${name}.lock`);
  }
  async take() {
    while (!this.tryTake()) await sleep(8);
  }
  tryTake() {
    try {
      fs.closeSync(fs.openSync(this.path, 'wx'));
      return true;
    } catch {
      return false;
    }
  }
  free() {
    fs.unlinkSync(this.path);
  }
}

async function post(debit, credit) {
  const [from, to] = [new LockFile(debit), new LockFile(credit)];
  await from.take();
  await sleep(15);
  await to.take();
  to.free();
  from.free();
}

Promise.all([post('cash', 'stock'), post('stock', 'cash')]);
