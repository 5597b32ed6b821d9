'use strict';
// Keeps the event loop busy for a second while a timer is due.
function crunch(ms) {
  const end = Date.now() + ms;
  let sum = 0;
  while (Date.now() < end) sum += Math.sqrt(sum + 1);
  return sum;
}
setTimeout(() => console.log('late'), 30);
setTimeout(() => {
  crunch(1000);
}, 10);
console.log(`inspector: ${require('node:inspector').url()}`);
