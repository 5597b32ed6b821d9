// expect: nothing
// What is asked for goes by a place in an object of another file, and the answer moves it on: nobody asks before it is there.
import { drain } from './outbox.mjs';

const timer = setInterval(() => {
  drain(() => clearInterval(timer));
}, 12);
