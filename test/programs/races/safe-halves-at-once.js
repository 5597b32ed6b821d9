// expect: nothing
// Both are worked out before either is stored; one is stored for the first time; the same is stored again; and who updates them uses them itself, or has them used.
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Balance {
  #gain = 3;
  #tare = 4;
  weigh(load) {
    return this.#gain * load + this.#tare;
  }
  async adjust(gain) {
    const zero = await settle(7);
    this.#gain = gain;
    this.#tare = zero - this.#gain;
  }
}

let rate;
let fee;
async function quote(base) {
  rate = base * 2;
  fee = await settle(rate / 4);
}
function price(items) {
  return fee === undefined ? 0 : rate * items + fee;
}

let notes = ['c', 'e'];
let tones = new Map([['c', 1], ['e', 2]]); // prettier-ignore
const CHORD = notes;
async function tune() {
  notes = CHORD;
  tones = await tonesOf(notes);
}
function chord() {
  return notes.map((note) => tones.get(note).toFixed(0)).join('');
}
async function tonesOf(list) {
  await delay(20);
  return new Map(list.map((note, i) => [note, i + 1]));
}

let depth = 5;
let bottom = 50;
const sounding = (echo) => depth * echo + bottom;
async function dive(to) {
  depth = to + 1;
  const test = await probe();
  bottom = test - depth;
}
async function probe() {
  await delay(3);
  return sounding(2);
}

async function settle(value) {
  await delay(20);
  return value;
}

async function main() {
  const balance = new Balance();
  await tune();
  const look = async () => {
    await delay(8);
    return [balance.weigh(5), price(2), chord()];
  };
  console.log(await Promise.all([balance.adjust(9), quote(8), look()]));
  const again = tune();
  await delay(5);
  console.log(chord());
  await again;
  await dive(30);
  console.log(balance.weigh(5), price(2), chord(), sounding(2));
}

main();
