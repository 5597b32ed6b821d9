// expect: nothing
// A till adds up what its drawers hold in callbacks: each call has its own sum, or comes when the one before it is over.
'use strict';
class Till {
  constructor(drawers) {
    this.drawers = drawers;
    this.sum = 0;
  }
  count(names, done) {
    let sum = 0;
    let open = names.length;
    for (const name of names) {
      this.look(name, (err, coins) => {
        if (err) return done(err);
        sum += coins;
        if (--open === 0) done(null, (this.sum = sum));
      });
    }
  }
  weigh(names) {
    // Of all drawers at once.
    this.grams = 0;
    const weights = names.map((name) =>
      new Promise((resolve) => setTimeout(resolve, name.length, this.drawers[name])).then((coins) => {
        this.grams += coins * 7;
      }),
    );
    return Promise.all(weights).then(() => this.grams);
  }
  look(name, done) {
    setTimeout(done, name.length, null, this.drawers[name]);
  }
}

const till = new Till({ left: 4, right: 9, middle: 2 });
const seen = [];
till.count(['left', 'right'], (err, sum) => seen.push(err ?? sum));
setTimeout(() => till.count(['middle', 'right'], (err, sum) => seen.push(err ?? sum)), 2);
const weigh = (names) => till.weigh(names).then((sum) => seen.push(sum));
setTimeout(() => weigh(['left', 'middle']).then(() => weigh(['right', 'middle'])), 20);
setTimeout(() => console.log(seen.length), 80);
