// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Outbox {
  #queue = []; #draining = false; sent = [];
  push(message) { this.#queue.push(message); this.#drain(); }
  async #drain() {
    if (this.#draining) return;
    this.#draining = true;
    while (this.#queue.length > 0) {
      const next = this.#queue.shift();
      await sleep(1);
      this.sent.push(next);
    }
    this.#draining = false;
  }
}
const outbox = new Outbox();
for (let i = 0; i < 5; i++) setTimeout(() => outbox.push(i), i * 2);
await sleep(150);
console.log(outbox.sent.length);
