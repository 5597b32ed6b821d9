// expect: race.fs.lost-update 24
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

// Tests of one file, each of which is over before the next begins.
const tests = [];
const it = (name, run) => tests.push({ name, run });
function next() {
  const test = tests.shift();
  if (test === undefined) return fs.rmSync(folder, { recursive: true });
  test.run(() => {
    console.log(test.name);
    setImmediate(next);
  });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'count-'));
const file = path.join(folder, 'count.txt');
fs.writeFileSync(file, '0');

function count(done) {
  fs.readFile(file, 'utf8', (_, text) => {
    fs.writeFile(file, String(Number(text) + 1), done);
  });
}

it('counts', (done) => count(done));

it('counts twice', (done) => {
  let left = 2;
  const counted = () => {
    if (--left === 0) done();
  };
  count(counted);
  count(counted);
});

next();
