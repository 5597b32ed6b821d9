// expect: race.atomicity 10,15; race.atomicity 22,25
// A till adds up what its drawers hold in callbacks, in one sum that all calls have.
'use strict';
class Till {
  constructor(drawers) {
    this.drawers = drawers;
    this.sum = 0;
  }
  count(names, done) {
    this.sum = 0;
    let open = names.length;
    for (const name of names) {
      this.look(name, (err, coins) => {
        if (err) return done(err);
        this.sum += coins;
        if (--open === 0) done(null, this.sum);
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
setTimeout(() => till.weigh(['left', 'middle']).then((sum) => seen.push(sum)), 20);
setTimeout(() => till.weigh(['right', 'middle']).then((sum) => seen.push(sum)), 22);
setTimeout(() => console.log(seen.length), 80);
