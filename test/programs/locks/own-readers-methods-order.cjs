// expect: lock.order-inversion 48,57 exit 0
// Readers and writers ask by methods of their own, and each lock had one of either.
class Register {
  constructor() {
    this.readers = 0;
    this.writer = false;
    this.waitingReaders = [];
    this.waitingWriters = [];
  }
  async startReading() {
    if (!this.writer && this.waitingWriters.length === 0) {
      this.readers++;
      return;
    }
    await new Promise((resolve) => this.waitingReaders.push(resolve));
  }
  stopReading() {
    this.readers--;
    if (this.readers === 0) this.letWrite();
  }
  async startWriting() {
    if (!this.writer && this.readers === 0) {
      this.writer = true;
      return;
    }
    await new Promise((resolve) => this.waitingWriters.push(resolve));
  }
  stopWriting() {
    this.writer = false;
    while (this.waitingReaders.length > 0) {
      this.readers++;
      this.waitingReaders.shift()();
    }
    if (this.readers === 0) this.letWrite();
  }
  letWrite() {
    if (this.waitingWriters.length === 0) return;
    this.writer = true;
    this.waitingWriters.shift()();
  }
}
const [names, prices] = [new Register(), new Register()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function rename() {
  await prices.startReading();
  await sleep(2);
  await names.startWriting();
  await sleep(1);
  names.stopWriting();
  prices.stopReading();
  console.log('renamed');
}
async function reprice() {
  await names.startReading();
  await sleep(2);
  await prices.startWriting();
  await sleep(1);
  prices.stopWriting();
  names.stopReading();
  console.log('repriced');
}
setTimeout(rename, 1);
setTimeout(reprice, 400);
