// expect: nothing
// Whoever counts down looks whether that was the last, also where a page is torn.
const { EventEmitter } = require('node:events');
class Pending extends EventEmitter {
  value = 0;
  begin() {
    this.value++;
  }
  end() {
    if (--this.value === 0) this.emit('none');
  }
  isNone() {
    return this.value === 0;
  }
}
class Scan {
  constructor(finish) {
    this.pending = new Pending();
    this.finish = finish;
    this.pages = [];
    this.pending.once('none', () => this.finish());
  }
  page(number, read) {
    this.pending.begin();
    read((error, text) => {
      if (error) {
        console.log(error.message);
        this.pending.end();
        return;
      }
      this.pages.push({ number, text });
      this.pending.end();
      this.finishIfNone();
    });
  }
  finishIfNone() {
    if (this.pending.isNone()) this.finish();
  }
}
let ended = false;
const scan = new Scan(() => {
  if (ended) return;
  ended = true;
  console.log('scanned', scan.pages.length);
});
const after = (ms, error) => (callback) => setImmediate(() => setTimeout(() => callback(error, 'text'), ms));
scan.page(1, after(5, new Error('torn')));
scan.page(2, after(20));
scan.page(3, after(40));
