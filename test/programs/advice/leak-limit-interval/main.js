// expect: timer.leak main.js:15
// stop-after: 5
'use strict';
const delay = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The limit of all the questions is an interval by mistake, and is left when the answer is there.
class Questions {
  constructor(ask, limitMs) {
    this.ask = ask;
    this.limitMs = limitMs;
  }

  answer() {
    return new Promise((resolve, reject) => {
      setInterval(() => reject(new Error('no answer')), this.limitMs);
      const again = () =>
        this.ask().then(resolve, () => {
          delay(10).then(again);
        });
      again();
    });
  }
}

let asked = 0;
const questions = new Questions(() => (++asked < 3 ? Promise.reject(new Error('not yet')) : Promise.resolve(asked)), 90_000);
questions.answer().then((n) => console.log('answer', n));
