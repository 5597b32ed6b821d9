// expect: nothing
// Each file has a key of its own, and what belongs to the same key is added in one step.
const path = require('node:path');

const totals = { '.js': 0, '.css': 0, '.html': 0 };
const counts = {};

function sizeOf(name) {
  return new Promise((done) => setTimeout(() => done(name.length), 5));
}

async function count(name) {
  totals[path.extname(name)] += await sizeOf(name);
  counts[name.charAt(0)] = (counts[name.charAt(0)] ?? 0) + 1;
}

Promise.all(['a.js', 'a.html', 'c.css'].map(count)).then(() => console.log(totals, counts));
