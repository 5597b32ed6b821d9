// expect: nothing
// Two ovens and a table of dough are made by one function. Wherever one of them comes to rest it is looked whether both are, the ovens first: while they bake, nobody asks for the dough any more.
'use strict';
const fs = require('node:fs');

function makePlace(work, width) {
  const waiting = [];
  let busy = 0;
  const place = { isAtRest: () => waiting.length + busy === 0, onRest: undefined, add };
  function add(job) {
    waiting.push(job);
    setImmediate(next);
  }
  function done() {
    busy -= 1;
    if (waiting.length + busy === 0) place.onRest?.();
    next();
  }
  function next() {
    for (; busy < width && waiting.length > 0; busy += 1) work(waiting.shift(), done);
  }
  return place;
}

const loaves = [];
let isClosed = false;
const ovens = makePlace((dough, done) => {
  fs.readFile(dough, (error, content) => {
    loaves.push(content.length);
    setTimeout(done, 10);
  });
}, 1);
const table = makePlace((dough, done) => {
  fs.lstat(dough, (error) => {
    if (!error) ovens.add(dough);
    setImmediate(done);
  });
}, 4);
const look = () => {
  if (isClosed && ovens.isAtRest() && table.isAtRest()) console.log(`${loaves.length} loaves`);
};
ovens.onRest = look;
table.onRest = look;

for (const dough of [__filename, `${__filename}.none`, __filename]) table.add(dough);
isClosed = true;
