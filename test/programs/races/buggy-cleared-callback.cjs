// expect: race.order.last-write 19,12
// As buggy-cleared-newer.mjs, with callbacks.
class Deck {
  constructor() {
    this.tape = null;
  }

  load(label, done) {
    const tape = { label, flush: (callback) => setTimeout(callback, 20) };

    setTimeout(() => {
      this.tape = tape;
      done();
    }, 4);
  }

  remove(done) {
    const { tape } = this;
    tape.flush(() => { this.tape = null; done(); });
  }
}

const deck = new Deck();
deck.load('first', () => {
  let left = 2;
  const end = () => --left === 0 && console.log(deck.tape === null ? 'no tape' : deck.tape.label);
  deck.remove(end);
  deck.load('second', end);
});
