// expect: none exit 0
// Everybody asks in the order of the names.
class Desk {
  #taken = new Map();
  #line = [];
  #last = 0;
  ask(name, callback) {
    if (this.#taken.has(name)) {
      this.#line.push({ name, callback });
      return;
    }
    const token = ++this.#last;
    this.#taken.set(name, token);
    setImmediate(callback, token);
  }
  give(name, token) {
    if (this.#taken.get(name) !== token) return;
    this.#taken.delete(name);
    const next = this.#line.findIndex((asked) => asked.name === name);
    if (next < 0) return;
    const [{ callback }] = this.#line.splice(next, 1);
    this.ask(name, callback);
  }
}
const desk = new Desk();
const copied = [];

function copy(from, to, done) {
  const [low, high] = [from, to].sort();
  desk.ask(low, (first) => {
    setTimeout(() => {
      desk.ask(high, (second) => {
        copied.push(to);
        desk.give(high, second);
        desk.give(low, first);
        done();
      });
    }, 5);
  });
}
const done = () => copied.length === 2 && console.log(copied.join());
copy('left', 'right', done);
copy('right', 'left', done);
