// expect: nothing
// Who counts down to nothing comes after all others that count, also after the one that sets what it uses.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs';

let found;
let left = 2;
const done = () => {
  if (--left === 0) console.log(found.size > 0);
};
stat(process.execPath, (error, stats) => {
  if (error) throw error;
  found = stats;
  done();
});
execFile(process.execPath, ['--version'], done);
