// expect: race.atomicity outbox.mjs:7,outbox.mjs:9
// What is asked for goes by a place in an object of another file, and the answer moves it on: two that ask at a time get the same.
import { drain } from './outbox.mjs';

const timer = setInterval(() => {
  drain(() => clearInterval(timer));
}, 12);
