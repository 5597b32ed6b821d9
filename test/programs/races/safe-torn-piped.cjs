// expect: nothing
// The list is piped into a file of its own, which takes the place of the old one; and a log that is read while it is piped is whole line by line.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline, Readable } = require('node:stream');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torn-piped-'));
const file = path.join(folder, 'stations.json');
const log = path.join(folder, 'stations.log');
fs.writeFileSync(file, '[]');

async function* parts(...texts) {
  for (const text of texts) {
    yield text;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function build(done) {
  const next = `${file}.next`;
  pipeline(Readable.from(parts('["North"', ',"South"]')), fs.createWriteStream(next), (error) => {
    if (error) return done(error);
    fs.rename(next, file, done);
  });
}

function refresh(done) {
  fs.readFile(file, 'utf8', (error, text) => done(error, error ? [] : JSON.parse(text)));
}

function lines(done) {
  fs.readFile(log, 'utf8', (error, text) => {
    if (error) return done(error);
    done(
      null,
      text
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    );
  });
}

pipeline(Readable.from(parts('{"at":1}\n', '{"at":2}\n', '{"at":3}\n')), fs.createWriteStream(log), () => console.log('logged'));
build(() => refresh((error, list) => console.log(list.length)));
setTimeout(refresh, 30, (error, list) => console.log(list.length));
setTimeout(lines, 75, (error, list) => console.log(error ? 'none yet' : list.length));
setTimeout(() => fs.rmSync(folder, { recursive: true }), 260);
