// expect: context.lost main.js:42 | context.lost main.js:40
'use strict';
// Addresses that are asked for in one turn are looked up together. Whoever asked first has set off the look-up, and all answers come in the context of that one.
const { AsyncLocalStorage } = require('node:async_hooks');

const parcel = new AsyncLocalStorage();
const journal = [];
function write(text) {
  journal.push(`${parcel.getStore()?.number ?? 'nobody'}: ${text}`);
}

class Addresses {
  #asked = [];
  #streets = { 1: 'Elm Street', 2: 'High Road', 3: 'Mill Lane' };

  find(id, take) {
    this.#asked.push([id, take]);
    if (this.#asked.length === 1) setImmediate(() => this.#lookUp());
  }

  #lookUp() {
    const asked = this.#asked;
    this.#asked = [];
    setTimeout(() => {
      for (const [id, take] of asked) {
        take(this.#streets[id]);
      }
    }, 4);
  }
}

const addresses = new Addresses();
let left = 3;
function ended() {
  if (--left === 0) console.log(journal.length);
}

function deliver(number, address) {
  parcel.run({ number }, () => {
    addresses.find(address, (street) => {
      // Which parcel goes there?
      write(`goes to ${street}`);
      ended();
    });
  });
}

deliver('P1', 1);
deliver('P2', 2);
deliver('P3', 3);
