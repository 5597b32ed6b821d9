// expect: nothing
// The map of another file has its numbers from the start: whoever lowers one has found more than 0 there.
'use strict';
const { stalls } = require('./stalls');

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function rent(kind, name) {
  if (!(stalls.get(kind) > 0)) return `${name}: none`;
  await pause(20 + name.length);
  const free = stalls.get(kind);
  if (free <= 0) return `${name}: too late`;
  stalls.set(kind, free - 1);
  return `${name}: ${kind}`;
}

Promise.all([rent('fish', 'Ada'), rent('fish', 'Boris'), rent('fish', 'Celeste'), rent('cheese', 'Dov')]).then((answers) =>
  console.log(answers.join(', ')),
);
