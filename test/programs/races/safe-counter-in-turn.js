// expect: nothing
// Each visit reads the counts, writes the new ones to a draft, and moves that to its place; the next one begins when it has. All in callbacks.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hits-'));
const file = path.join(folder, 'hits.json');
fs.writeFileSync(file, '{}');
let drafts = 0;

function hit(page, done) {
  const draft = `${file}.${++drafts}`;
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) return done(error);
    const hits = JSON.parse(text);
    hits[page] = (hits[page] ?? 0) + 1;
    fs.writeFile(draft, JSON.stringify(hits), (failed) => store(failed, draft, done));
  });
}

/** A draft that is whole takes the place of the counts. */
function store(error, draft, done) {
  if (error) return done(error);
  fs.rename(draft, file, done);
}

const pages = ['/home', '/home', '/news'];
function next(error) {
  if (error) throw error;
  const page = pages.shift();
  if (page !== undefined) return hit(page, next);
  console.log(fs.existsSync(file));
  fs.rmSync(folder, { recursive: true });
}
next(null);
