// expect: race.order.use-before-init 18,13 ; race.order.use-after-close 18,21
// The log is opened when it is made, and nobody waits for that: the first line may come before.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));

function openLog(file) {
  let fd;
  fs.open(file, 'w', (error, opened) => {
    if (error) throw error;
    fd = opened;
  });
  return {
    write(line) {
      if (line === undefined) return;
      fs.write(fd, `${line}\n`, () => {});
    },
    end(done) {
      fs.close(fd, done);
    },
  };
}

const file = path.join(folder, 'wind.log');
const log = openLog(file);
let line = 0;
const vane = setInterval(() => {
  log.write(['north', 'east', 'south'][line++]);
  if (line < 3) return;
  clearInterval(vane);
  log.end(() => {
    console.log(fs.readFileSync(file, 'utf8').split('\n').length);
    fs.rmSync(folder, { recursive: true });
  });
}, 15);
