// expect: hang.exit-pending 18,8 exit 0
// The turn is given back by a callback of `then`, which a letter that cannot be stamped passes over: the next one waits at the counter for ever.
class Counter {
  #isTaken = false;
  #line = [];

  come() {
    if (this.#isTaken) return new Promise((resolve) => this.#line.push(resolve));
    this.#isTaken = true;
    return Promise.resolve();
  }
  go() {
    if (this.#line.length > 0) this.#line.shift()();
    else this.#isTaken = false;
  }
}
const counter = new Counter();
const post = (letter) => counter.come().then(() => stamp(letter)).then((stamped) => {
  counter.go();
  return stamped;
});

function stamp(letter) {
  return new Promise((resolve, reject) => {
    setTimeout(() => (letter === '' ? reject(new Error('no address')) : resolve(`${letter}, stamped`)), 5);
  });
}

post('').catch((error) => console.log(error.message));
post('Oslo').then((stamped) => console.log(stamped));
