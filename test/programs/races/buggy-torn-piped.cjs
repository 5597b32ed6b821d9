// expect: race.fs.torn-read 25
// A list is piped into the file itself, part by part, and whoever reads it parses what is there by then.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { pipeline, Readable } = require('node:stream');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'torn-piped-'));
const file = path.join(folder, 'stations.json');
fs.writeFileSync(file, '[]');

async function* stations() {
  yield '["North"';
  await new Promise((resolve) => setTimeout(resolve, 60));
  yield ',"South"]';
}

function build(done) {
  pipeline(Readable.from(stations()), fs.createWriteStream(file), done);
}

let known = [];
function refresh(done) {
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) return done(error);
    try {
      known = JSON.parse(text);
    } catch (problem) {
      return done(problem);
    }
    done(null);
  });
}

build(() => fs.rmSync(folder, { recursive: true }));
setTimeout(() => refresh((problem) => console.log(problem ? 'half' : known.length)), 30);
