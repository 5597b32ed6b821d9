// expect: context.lost@info main.js:39 | context.lost@info main.js:36
'use strict';
// One oven, and who waits for it is called by the baker who takes a loaf out: the baking, and all that comes of it, goes to the account of that one. Accounts are plain names.
const { AsyncLocalStorage } = require('node:async_hooks');

const account = new AsyncLocalStorage();
const bills = [];

class Oven {
  #isHot = false;
  #line = [];

  enter(bake) {
    if (this.#isHot) this.#line.push(bake);
    else {
      this.#isHot = true;
      setImmediate(bake);
    }
  }

  leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#isHot = false;
  }
}

const oven = new Oven();
let left = 4;
function ended() {
  if (--left === 0) console.log(bills.length);
}

function order(baker, loaf) {
  account.run(baker, () => {
    oven.enter(() => {
      setTimeout(() => {
        // Who pays for it?
        bills.push(`${account.getStore()} pays ${loaf}`);
        oven.leave();
        ended();
      }, 3);
    });
  });
}

order('Ines', 'rye');
order('Jon', 'spelt');
order('Kai', 'oat');
order('Lea', 'wheat');
