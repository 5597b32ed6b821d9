// expect: none exit 0
// Who has waited for too long gives back what it has and starts again.
class Tool {
  taken = false;
  waiting = new Set();
  take(ms) {
    if (!this.taken) {
      this.taken = true;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const next = () => {
        clearTimeout(limit);
        resolve(true);
      };
      const limit = setTimeout(() => {
        this.waiting.delete(next);
        resolve(false);
      }, ms);
      this.waiting.add(next);
    });
  }
  give() {
    const [next] = this.waiting;
    this.waiting.delete(next);
    if (next) next();
    else this.taken = false;
  }
}
const [saw, drill] = [new Tool(), new Tool()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function build(first, second, patience) {
  for (;;) {
    await first.take(5000);
    await sleep(3);
    if (await second.take(patience)) break;
    first.give();
    await sleep(patience);
  }
  await sleep(1);
  second.give();
  first.give();
}
Promise.all([build(saw, drill, 20), build(drill, saw, 90)]).then(() => console.log('built'));
