// expect: race.stale-compound 12
// The key is what a function makes of something: both files have one.
const path = require('node:path');

const totals = { '.js': 0, '.css': 0 };

function sizeOf(name) {
  return new Promise((done) => setTimeout(() => done(name.length), 5));
}

async function count(name) {
  totals[path.extname(name)] += await sizeOf(name);
}

Promise.all(['a.js', 'bb.js', 'c.css'].map(count)).then(() => console.log(totals));
