// expect: race.check-then-act 15,9
// Two lines of a harbour are made by one function, which keeps in variables how much is left. Only where a crate has been weighed it is looked whether both are at rest; a crate that is missing ends its job and says nothing.
'use strict';
const fs = require('node:fs');

function makeLine(work, width) {
  const waiting = [];
  let busy = 0;
  const line = { isAtRest: () => busy + waiting.length === 0, onRest: undefined, add };
  function add(job) {
    waiting.push(job);
    setImmediate(next);
  }
  function done() {
    busy -= 1;
    if (line.isAtRest()) line.onRest?.();
    next();
  }
  function next() {
    for (; busy < width && waiting.length > 0; busy += 1) work(waiting.shift(), done);
  }
  return line;
}

const weights = [];
let isClosed = false;
const scales = makeLine((crate, done) => {
  fs.readFile(crate, (error, content) => {
    weights.push(content.length);
    setImmediate(done);
  });
}, 1);
const gates = makeLine((crate, done) => {
  fs.lstat(crate, (error) => {
    if (!error) scales.add(crate);
    setImmediate(done);
  });
}, 3);
const report = () => {
  if (isClosed && scales.isAtRest() && gates.isAtRest()) console.log(`${weights.length} weighed`);
};
scales.onRest = report;

for (const crate of [__filename, `${__filename}.lost`, __filename]) gates.add(crate);
isClosed = true;
