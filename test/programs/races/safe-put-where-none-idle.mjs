// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

/** Vans of a depot: whoever finds none that stands idle hires one more, which is out from the start. */
class Van {
  constructor(plate) {
    this.plate = plate;
    this.isOut = true;
  }
}

const vans = [];
let hired = 0;

async function hire() {
  await delay(20);
  hired += 1;
  return new Van(`D-${hired}`);
}

async function send() {
  for (const van of vans) {
    if (van.isOut) continue;
    van.isOut = true;
    return van;
  }
  const van = await hire();
  vans.push(van);
  return van;
}

const [one, other] = await Promise.all([send(), send()]);
one.isOut = false;
const [back, third] = await Promise.all([send(), send()]);
console.log(one !== other, back === one, third.plate, vans.length);
