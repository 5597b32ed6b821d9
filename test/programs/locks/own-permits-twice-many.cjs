// expect: lock.double-release 31,29,9 exit 0
class Gate {
  constructor(places) {
    this.places = places;
    this.line = [];
  }
  enter() {
    if (this.places > 0) {
      this.places -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.line.push(resolve));
  }
  leave() {
    const next = this.line.shift();
    if (next) next();
    else this.places += 1;
  }
}
const gate = new Gate(2);
const turn = () => new Promise((resolve) => setImmediate(resolve));
async function fetchPage(n) {
  await gate.enter();
  try {
    await turn();
    if (n % 3 === 1) throw new Error(`page ${n} is gone`);
    return n;
  } catch {
    gate.leave();
  } finally {
    gate.leave();
  }
}
Promise.all([1, 2, 3, 4, 5, 6, 7, 8, 9].map(fetchPage)).then(() => console.log(gate.places));
