// expect: nothing
// The log is opened before its stream is given the first line: Node waits for that.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));

function openLog(file) {
  let fd;
  return new Writable({
    decodeStrings: false,
    construct(done) {
      fs.open(file, 'w', (error, opened) => {
        fd = opened;
        done(error);
      });
    },
    write(line, _encoding, done) {
      fs.write(fd, `${line}\n`, done);
    },
    final(done) {
      fs.close(fd, done);
    },
  });
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
