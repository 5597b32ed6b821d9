// expect: hang.exit-pending 22 exit 0
// Nobody closes the channel, so what comes after the loop never happens; that nobody waits for `main` is no excuse.
class Channel {
  items = [];
  takers = [];
  push(value) {
    const taker = this.takers.shift();
    if (taker) taker({ value, done: false });
    else this.items.push({ value, done: false });
  }
  next() {
    return new Promise((resolve) => (this.items.length > 0 ? resolve(this.items.shift()) : this.takers.push(resolve)));
  }
  [Symbol.asyncIterator]() {
    return this;
  }
}
async function main() {
  const readings = new Channel();
  for (let i = 1; i <= 3; i++) setTimeout(() => readings.push(i), 3 * i);
  let sum = 0;
  for await (const reading of readings) sum += reading;
  console.log(sum);
}
main();
