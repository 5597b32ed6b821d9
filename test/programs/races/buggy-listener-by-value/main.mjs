// expect: race.check-then-act radio.mjs:26,radio.mjs:16,main.mjs:10
// What is to be tuned to follows from the frequency that the receiver was made for, though another one may have been set by hand since.
import { setTimeout as sleep } from 'node:timers/promises';
import { Radio } from './radio.mjs';

const radio = new Radio('fm 101');
let heard = 0;

radio.onError = () => {
  radio.frequency = 'fm 101';
};
radio.onTuned = () => heard++;

// By hand.
setTimeout(() => {
  radio.frequency = 'fm 98';
}, 6);

radio.tune();
await sleep(80);
console.log(heard, radio.frequency);
