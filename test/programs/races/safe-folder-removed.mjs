// expect: nothing
// A folder of one's own is removed with all that is in it when the last of its files has been read, which callbacks count.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'cleanup-'));
const names = Array.from({ length: 6 }, (_, i) => path.join(folder, `f${i}.txt`));
for (const name of names) fs.writeFileSync(name, name);

function sizes(done) {
  let left = names.length;
  let sum = 0;
  for (const name of names) {
    fs.stat(name, (failure, stats) => {
      if (failure) throw failure;
      fs.readFile(name, (error, text) => {
        if (error) throw error;
        sum += text.length - stats.size;
        if (--left === 0) done(sum);
      });
    });
  }
}
sizes((sum) => {
  fs.rm(folder, { recursive: true }, () => console.log(sum));
});
