// expect: nothing
// A runner of checks, which is installed, goes from one to the next by a tick; the checks make a tick of no length each, and a clock is not what they are about.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'runner-'));
const runner = path.join(folder, 'node_modules', 'little-runner', 'index.js');
fs.mkdirSync(path.dirname(runner), { recursive: true });
fs.writeFileSync(
  runner,
  'exports.run = (checks, done) => { const next = () => { const check = checks.shift(); if (!check) return done(); check(); process.nextTick(() => process.nextTick(next)); }; next(); };\n',
);
const { run } = require(runner);

const cache = new Map();
let hits = 0;

function lookUp(key, callback) {
  if (!cache.has(key)) cache.set(key, key * key);
  process.nextTick(() => callback(cache.get(key)));
}

function check(key) {
  const end = performance.now() + 6;
  while (performance.now() < end) lookUp.name.charCodeAt(0);
  lookUp(key, () => hits++);
}

const clock = setInterval(() => {}, 20);
setTimeout(() => {
  run(
    Array.from({ length: 80 }, (_, i) => () => check(i % 9)),
    () => {
      clearInterval(clock);
      fs.rmSync(folder, { recursive: true });
      console.log(cache.size, hits > 70);
    },
  );
}, 30);
