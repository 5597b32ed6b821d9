// expect: race.fs.torn-read 29,20
'use strict';
// A file is written anew whenever something changes beside it, and read by a timer, which in this run comes long after that.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'score-'));
const source = path.join(dir, 'source');
const file = path.join(dir, 'score.json');
fs.mkdirSync(source);
fs.writeFileSync(file, '{"bars":0}');

let bars = 0;
let written = 0;
fs.watch(source, { persistent: false }, () => {
  bars += 4;
  // One change may be told more than once.
  if (bars > 4) return;
  fs.writeFile(file, JSON.stringify({ bars }), (error) => {
    if (error) throw error;
    written++;
  });
});
setTimeout(() => fs.writeFileSync(path.join(source, 'verse.abc'), 'C D E F|'), 50);

let rounds = 0;
const timer = setInterval(() => {
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) throw error;
    console.log(JSON.parse(text).bars);
    if (++rounds < 2) return;
    clearInterval(timer);
    fs.rmSync(dir, { recursive: true });
    console.log(written);
  });
}, 500);
