// expect: race.order.use-before-init 9,13
// The one that sets what is used does not count: the others may be over before it.
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
});
execFile(process.execPath, ['--version'], () => {
  done();
  execFile(process.execPath, ['--version'], done);
});
