// expect: hang.tla-unsettled 16,22 exit 13
// A channel whose consumer ends when it is closed, which nobody does.
class Channel {
  #items = [];
  #closed = false;
  #wake;
  send(item) { this.#items.push(item); this.#wake?.(); }
  close() { this.#closed = true; this.#wake?.(); }
  async *[Symbol.asyncIterator]() {
    for (;;) {
      while (this.#items.length > 0) {
        await null;
        yield this.#items.shift();
      }
      if (this.#closed) return;
      await new Promise((resolve) => { this.#wake = resolve; });
    }
  }
}
async function total(channel) {
  let sum = 0;
  for await (const item of channel) sum += item;
  return sum;
}
const channel = new Channel();
const sum = total(channel);
for (const n of [3, 4, 5]) {
  channel.send(n);
  await new Promise((resolve) => setImmediate(resolve));
}
console.log(await sum);
