// expect: nothing
// Whether a receiver still has its listener says whether it has been heard, and nothing about the frequency that it was made for; the listener for errors may tune to another one.
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
