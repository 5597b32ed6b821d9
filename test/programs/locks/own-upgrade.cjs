// expect: lock.self-deadlock 30,9,12 exit 0
// Two readers ask to write: each waits until nobody reads, and both do.
class ReadWriteLock {
  readers = 0;
  isWriting = false;
  waiting = [];
  async read() {
    while (this.isWriting) await this.sleep();
    this.readers++;
  }
  async write() {
    while (this.isWriting || this.readers > 0) await this.sleep();
    this.isWriting = true;
  }
  readDone() { this.readers--; this.wake(); }
  writeDone() { this.isWriting = false; this.wake(); }
  sleep() { return new Promise((resolve) => this.waiting.push(resolve)); }
  wake() { for (const resolve of this.waiting.splice(0)) resolve(); }
}

const lock = new ReadWriteLock();
const settings = { version: 1 };

async function refresh() {
  await lock.read();
  await new Promise((resolve) => setTimeout(resolve, 2));
  const isOld = settings.version < 2;
  if (!isOld) return lock.readDone();

  await lock.write();
  settings.version++;
  lock.writeDone();
  lock.readDone();
}

async function main() {
  await Promise.all([refresh(), refresh()]);
  console.log(settings.version);
}
main();
