// expect: race.check-then-act 10,12 | race.atomicity 10,12 ; race.atomicity 13,15
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

// The flag is set after the first await: two callers get past the test.
let exporting = false;
const report = { rows: 0 };

async function exportAll() {
  if (exporting) return 'busy';
  await delay(3);
  exporting = true;
  const rows = report.rows;
  await delay(2);
  report.rows = rows + 10;
  exporting = false;
  return 'done';
}

Promise.all([exportAll(), exportAll()]).then((r) => console.log(r.join(' '), report.rows > 0));
