'use strict';
const fs = require('node:fs');

const [file, vote] = process.argv.slice(2);

function tally() {
  const votes = JSON.parse(fs.readFileSync(file, 'utf8'));
  fs.writeFileSync(file, JSON.stringify({ ...votes, [vote]: votes[vote] + 1 }));
}
tally();
