// expect: context.lost@info main.js:37 | context.lost@info main.js:35
'use strict';
// Readings of several sensors are sent as one packet by whoever fills it up; what each one wanted told about its own finds the number of that one.
const { AsyncLocalStorage } = require('node:async_hooks');

const sensor = new AsyncLocalStorage();
const notes = [];
const note = (text) => notes.push(`${String(sensor.getStore())}: ${text}`);

class Packets {
  #readings = [];

  add(value, sent) {
    this.#readings.push({ value, sent });
    if (this.#readings.length === 3) this.#send();
  }

  #send() {
    const readings = this.#readings;
    this.#readings = [];
    setTimeout(() => {
      for (const { value, sent } of readings) sent(value);
    }, 5);
  }
}

const packets = new Packets();
let left = 6;
function ended() {
  if (--left === 0) console.log(notes.length);
}

function measure(id, value) {
  sensor.run(id, () => {
    packets.add(value, (told) => {
      // Whose reading was it?
      note(`sent ${told}`);
      ended();
    });
  });
}

for (let i = 1; i <= 6; i++) measure(BigInt(i * 11), i * 0.5);
