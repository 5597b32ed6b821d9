// expect: race.fs.toctou? 42
// The second page is removed by a timer of the test itself, which nothing holds back until it has been read.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const tests = [];
const test = (name, run) => tests.push({ name, run });
function next() {
  const one = tests.shift();
  if (one === undefined) return fs.rmSync(folder, { recursive: true });
  const ends = [];
  one.run({
    teardown: (end) => ends.push(end),
    end() {
      for (const end of ends) end();
      console.log(one.name);
      setImmediate(next);
    },
  });
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const file = path.join(folder, 'second.txt');

function remove() {
  try {
    fs.unlinkSync(file);
  } catch {
    // It has gone already.
  }
}

test('reads the newest page', (t) => {
  remove();
  t.teardown(() => remove());
  fs.writeFileSync(file, 'two');
  setTimeout(remove, 120);
  setTimeout(() => t.end(), 200);
  fs.readdir(folder, (_, names) => {
    setTimeout(() => {
      fs.readFile(path.join(folder, names[0]), 'utf8', (error) => {
        t.failure = error;
      });
    }, 20);
  });
});

next();
