// expect: race.order.use-after-close 25,18
// A log of visits is closed at the end of the shift, whoever is still about to write: the last visitor comes shortly before that.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { EventEmitter, once } = require('node:events');

class VisitLog extends EventEmitter {
  constructor(file) {
    super();
    this.pending = 0;
    this.open(file);
  }

  open(file) {
    this.stream = fs.createWriteStream(file);
    this.stream.on('close', () => {
      this.stream = null;
      this.emit('closed');
    });
  }

  add(line) {
    this.pending++;
    this.stream.write(`${line}\n`, () => {
      if (--this.pending === 0) this.emit('idle');
    });
  }

  close() {
    if (this.pending > 0) {
      this.once('idle', () => this.close());
      return;
    }
    this.stream.end(() => this.stream.destroy());
  }
}

async function visit(log, name) {
  if (log.stream === null) return;
  await new Promise(setImmediate);
  log.add(name);
}

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'visits-'));
  const file = path.join(folder, 'visits.log');
  const log = new VisitLog(file);
  setTimeout(() => log.close(), 150);
  await Promise.all([visit(log, 'front door'), once(log, 'closed')]);
  console.log(fs.readFileSync(file, 'utf8').trim().split('\n').length);
  fs.rmSync(folder, { recursive: true });
}

main();
