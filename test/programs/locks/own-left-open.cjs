// expect: lock.not-released 19 exit 0
// The program goes on; the lock was forgotten.
class Gate {
  open = true;
  line = [];
  enter() {
    if (this.open) { this.open = false; return Promise.resolve(); }
    return new Promise((resolve) => this.line.push(resolve));
  }
  exit() {
    const next = this.line.shift();
    if (next) next(); else this.open = true;
  }
}
const gate = new Gate();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function load(name) {
  const size = await sleep(2).then(() => name.length);
  await gate.enter();
  if (size === 0) return void setTimeout(() => process.exit(), 4000);
  await sleep(2);
  gate.exit();
}
setInterval(() => {}, 50);
(async () => {
  for (const name of ['one', 'two', '', 'three']) await load(name);
})();
