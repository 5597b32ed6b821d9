// expect: nothing
// never: context.lost
'use strict';
// What is asked for together brings its context along; a part of a parcel has a context of its own within that of the parcel; and who waits for a promise keeps its own.
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');

const parcel = new AsyncLocalStorage();
const journal = [];
function write(text) {
  journal.push(`${parcel.getStore()?.number ?? 'nobody'}: ${text}`);
}

class Addresses {
  #asked = [];
  #streets = { 1: 'Elm Street', 2: 'High Road', 3: 'Mill Lane' };

  find(id, take) {
    this.#asked.push([id, AsyncResource.bind(take)]);
    if (this.#asked.length === 1) setImmediate(() => this.#lookUp());
  }

  finding(id) {
    return new Promise((resolve) => {
      this.#asked.push([id, resolve]);
      if (this.#asked.length === 1) setImmediate(() => this.#lookUp());
    });
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

function inPart(part, work) {
  const { number } = parcel.getStore();
  return parcel.run({ number: `${number}/${part}` }, work);
}

const addresses = new Addresses();
let left = 6;
function ended() {
  if (--left === 0) console.log(journal.join('\n'));
}

function deliver(number, address) {
  parcel.run({ number }, () => {
    addresses.find(address, (street) => {
      write(`goes to ${street}`);
      ended();
    });
    // What the parcel gives to do is done for its part.
    inPart('label', () => write('is labelled'));
    inPart('box', () => {
      packed((size) => write(`is packed in ${size}`));
    });
  });
}
function packed(tell) {
  inPart('packing', () => tell('a box'));
}

async function send(number, address) {
  await parcel.run({ number }, async () => {
    const street = await addresses.finding(address);
    write(`is sent to ${street}`);
  });
  ended();
}

deliver('P1', 1);
deliver('P2', 2);
deliver('P3', 3);
for (const address of [1, 2, 3]) void send(`S${address}`, address);
