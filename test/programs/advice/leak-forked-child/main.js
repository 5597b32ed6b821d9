// expect: handle.leak main.js:8
// stop-after: 5
'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');

async function main() {
  const speller = fork(`${__dirname}/speller.js`);
  speller.send('recieve');
  const [right] = await once(speller, 'message');
  console.log(right);
}
main();
