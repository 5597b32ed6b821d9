// expect: none exit 0
// A semaphore that counts what is there, not who is in: its consumer rests at the end.
class Items {
  count = 0;
  waiters = [];
  async take() {
    if (this.count > 0) this.count--;
    else await new Promise((resolve) => this.waiters.push(resolve));
  }
  put() {
    const next = this.waiters.shift();
    if (next) next();
    else this.count++;
  }
}
const items = new Items();
async function consume() {
  for (;;) {
    await items.take();
    await new Promise((r) => setTimeout(r, 2));
  }
}
consume();
for (let i = 1; i <= 4; i++) setTimeout(() => items.put(), 4 * i);
