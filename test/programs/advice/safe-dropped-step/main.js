// expect: nothing
// never: promise.floating
// What the steps begin is looked at by itself later, or by nobody: the next step does not read it.
'use strict';
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

const stats = { kept: 0 };
async function keep(rows) {
  await sleep(10);
  stats.kept += rows.length;
}

sleep(5, ['pen', 'ink'])
  .then((rows) => {
    keep(rows);
    return rows;
  })
  .then((rows) => console.log(rows.length));
sleep(5, ['cup'])
  .then((rows) => {
    keep(rows).catch(() => {});
    return rows;
  })
  .then((rows) => console.log(rows.length, stats.kept));
setTimeout(() => console.log(stats.kept), 80);
