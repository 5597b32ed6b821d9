// expect: none exit 0
// Workers that serve for ever are at rest when nothing is left to do, also where somebody looks whether they fail; and what they take they use up.
class Jobs {
  list = [];
  takers = [];
  submit(input) {
    return new Promise((done) => {
      const taker = this.takers.shift();
      if (taker) taker({ input, done });
      else this.list.push({ input, done });
    });
  }
  take() {
    if (this.list.length > 0) return Promise.resolve(this.list.shift());
    return new Promise((resolve) => this.takers.push(resolve));
  }
}
const jobs = new Jobs();
async function work() {
  for (;;) {
    const job = await jobs.take();
    await new Promise((resolve) => setTimeout(resolve, 3));
    job.done(job.input ** 2);
  }
}
for (let n = 0; n < 2; n++) work().catch((error) => console.error(error));
(async () => {
  const squares = await Promise.all([2, 3, 4, 5].map((input) => jobs.submit(input)));
  console.log(squares.join(' '));
})();
