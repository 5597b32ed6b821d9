// expect: none exit 0
// The turn is given back whatever came of the letter.
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
const post = (letter) => counter.come().then(() => stamp(letter)).finally(() => {
  counter.go();
});

function stamp(letter) {
  return new Promise((resolve, reject) => {
    setTimeout(() => (letter === '' ? reject(new Error('no address')) : resolve(`${letter}, stamped`)), 5);
  });
}

post('').catch((error) => console.log(error.message));
post('Oslo').then((stamped) => console.log(stamped));
