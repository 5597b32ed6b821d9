// expect: none exit 0
// It counts what is there, not who is in: who takes one thing may leave two others.
class Items {
  constructor(count) {
    this.count = count;
    this.waiting = [];
  }
  async take() {
    if (this.count > 0) this.count--;
    else await new Promise((resolve) => this.waiting.push(resolve));
  }
  put() {
    const next = this.waiting.shift();
    if (next) next();
    else this.count++;
  }
}
const items = new Items(1);
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function split(size) {
  await items.take();
  await turn();
  if (size === 1) return;
  items.put();
  items.put();
  await Promise.all([split(size / 2), split(size / 2)]);
}
split(4).then(() => console.log('split'));
