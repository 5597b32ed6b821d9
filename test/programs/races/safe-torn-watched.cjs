// expect: nothing
'use strict';
// As buggy-torn-watched.cjs, but who finds half of the file reads it again; and who reads it when nobody watches any more finds all of it.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'score-'));
const source = path.join(dir, 'source');
fs.mkdirSync(source);

function watch(file) {
  fs.writeFileSync(file, '{"bars":0}');
  let bars = 0;
  return fs.watch(source, () => {
    bars += 4;
    if (bars > 4) return;
    fs.writeFile(file, JSON.stringify({ bars }), (error) => {
      if (error) throw error;
    });
  });
}
function play(file, then) {
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) throw error;
    let score;
    try {
      score = JSON.parse(text);
    } catch {
      setTimeout(play, 10, file, then);
      return;
    }
    then(score);
  });
}

const first = path.join(dir, 'first.json');
const second = path.join(dir, 'second.json');
const watchers = [watch(first), watch(second)];
setTimeout(() => fs.writeFileSync(path.join(source, 'verse.abc'), 'C D E F|'), 50);
setTimeout(() => watchers[1].close(), 300);

let rounds = 0;
let heard = 0;
const timer = setInterval(() => {
  play(first, (score) => {
    heard += score.bars;
  });
  fs.readFile(second, 'utf8', (error, text) => {
    if (error) throw error;
    heard += JSON.parse(text).bars;
    if (++rounds < 2) return;
    clearInterval(timer);
    watchers[0].close();
    setTimeout(() => {
      console.log(heard);
      fs.rmSync(dir, { recursive: true });
    }, 200);
  });
}, 500);
