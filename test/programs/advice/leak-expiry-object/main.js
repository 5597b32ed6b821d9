// expect: timer.leak main.js:9
'use strict';
class Quotes {
  constructor() {
    this.last = {};
  }
  tell(share, price) {
    this.last[share] = price;
    setTimeout(() => delete this.last[share], 60_000).unref();
  }
}

const quotes = new Quotes();
let ticks = 0;
const market = setInterval(() => {
  quotes.tell('ACME', 100 + ++ticks);
  if (ticks < 30) return;
  clearInterval(market);
  console.log(quotes.last.ACME);
}, 4);
