// expect: race.check-then-act pool.js:16
// The size is counted after the opening: more are opened than are allowed.
'use strict';
const Pool = require('./pool');

let opened = 0;
const open = () => new Promise((resolve) => setImmediate(() => resolve({ no: ++opened, uses: 0 })));
const pool = new Pool(open, 2);

async function query(text) {
  const item = await pool.acquire();
  item.uses++;
  await new Promise((resolve) => setImmediate(resolve));
  pool.release(item);
  return `${text}${item.no > 0}`;
}

async function main() {
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map(query));
  answers.push(...(await Promise.all(['e', 'f'].map(query))));
  console.log(answers.join(' '));
}

main();
