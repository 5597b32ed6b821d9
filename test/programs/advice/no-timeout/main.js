// expect: io.no-timeout main.js:8 ; io.no-timeout main.js:15
// stop-after: 9
'use strict';
const http = require('node:http');
const net = require('node:net');

async function price(base) {
  const answer = await fetch(`${base}/price`);
  return answer.json();
}

function stock(base) {
  return new Promise((resolve, reject) => {
    http
      .get(`${base}/stock`, (response) => {
        response.resume();
        response.on('end', resolve);
      })
      .on('error', reject);
  });
}

// A machine that takes calls and never says a word.
const silent = net.createServer(() => {});
silent.listen(0, async () => {
  const base = `http://127.0.0.1:${silent.address().port}`;
  console.log('asking');
  console.log(await Promise.all([price(base), stock(base)]));
});
