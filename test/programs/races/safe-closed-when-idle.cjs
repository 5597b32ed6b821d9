// expect: nothing
// A log of visits writes what it has got before it closes; who writes the last line closes it himself, and the stream is forgotten when it says that it is closed.
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
    fs.createReadStream(file, 'utf8')
      .resume()
      .on('error', () => this.emit('ready'))
      .on('end', () => this.emit('ready'));
    this.stream = fs.createWriteStream(file, { flags: 'a' });
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

async function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'visits-'));
  const file = path.join(folder, 'visits.log');
  const log = new VisitLog(file);
  await new Promise((resolve) => log.on('ready', resolve));
  log.add('front door');
  log.add('back door');
  log.close();
  await once(log, 'closed');
  console.log(fs.readFileSync(file, 'utf8').trim().split('\n').length);
  fs.rmSync(folder, { recursive: true });
}

main();
