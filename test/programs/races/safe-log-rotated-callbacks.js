// expect: nothing
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

let rotating = false;
const waiting = [];

function rotate(file, limit, done) {
  if (rotating) return waiting.push(done);
  rotating = true;
  fs.stat(file, (err, stats) => {
    const finish = () => {
      rotating = false;
      done();
      for (const next of waiting.splice(0)) next();
    };
    if (err || stats.size < limit) return finish();
    fs.rename(file, `${file}.old`, finish);
  });
}

function log(file, line, done) {
  rotate(file, 50, () => fs.appendFile(file, `${line}\n`, done));
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'trace-'));
const file = path.join(dir, 'trace.log');
fs.writeFileSync(file, 'x'.repeat(60));
let open = 5;
for (let i = 0; i < 5; i++) {
  log(file, `event ${i} happened`, () => {
    if (--open > 0) return;
    console.log(fs.readdirSync(dir).length);
    fs.rmSync(dir, { recursive: true });
  });
}
