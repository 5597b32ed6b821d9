// expect: nothing
// What a test has registered for its end is called when all that it had planned has come.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const tests = [];
const test = (name, run) => tests.push({ name, run });
function next() {
  const one = tests.shift();
  if (one === undefined) return fs.rmSync(folder, { recursive: true });
  const seen = [];
  const ends = [];
  let planned = 1;
  const poll = setInterval(() => {
    if (seen.length < planned) return;
    clearInterval(poll);
    for (const end of ends) end();
    console.log(one.name, seen.toSorted().join(' '));
    next();
  }, 20);
  const plan = (count) => {
    planned = count;
  };
  one.run({ plan, teardown: (end) => ends.push(end), same: (text) => seen.push(text) });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));

function remove(name) {
  try {
    fs.unlinkSync(path.join(folder, name));
  } catch {
    // It has gone already.
  }
}

test('writes two pages', (t) => {
  remove('first.txt');
  remove('second.txt');
  t.teardown(() => {
    remove('first.txt');
    remove('second.txt');
  });
  fs.writeFileSync(path.join(folder, 'first.txt'), 'one');
  fs.writeFileSync(path.join(folder, 'second.txt'), 'two');
  t.plan(2);
  fs.readdir(folder, (_, names) => {
    fs.readFile(path.join(folder, names[0]), 'utf8', (_error, text) => {
      t.same(text);
    });
    fs.readFile(path.join(folder, names[1]), 'utf8', (_error, text) => {
      t.same(text);
    });
  });
});

next();
