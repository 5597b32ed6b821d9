// expect: timer.leak token.js:17
// stop-after: 4
'use strict';
const { TokenSource } = require('./token.js');

let issued = 0;
const tokens = new TokenSource(async () => `token-${++issued}`);

async function main() {
  for (const repo of ['api', 'web']) console.log(repo, (await tokens.get()).length);
}
main();
