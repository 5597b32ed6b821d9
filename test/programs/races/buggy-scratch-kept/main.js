// expect: race.atomicity main.js:13,main.js:9
'use strict';
// As safe-scratch-reader, but the reader keeps its place from step to step: who has read a name seeks to the next one only when the name is written, and others have read the same one by then.
const { reader } = require('./reader.js');

const names = [];

async function take(ms) {
  const from = reader.where();
  const name = reader.text(3);
  await new Promise((resolve) => setTimeout(resolve, ms));
  names.push(name);
  reader.seek(from + 3);
}

Promise.all([take(3), take(5), take(9)]).then(() => console.log(names.length));
