// expect: race.atomicity 9,15
// Each archer opens a sheet of his own, on which the others write when they come while he waits.
import { setTimeout as sleep } from 'node:timers/promises';
const sheets = [];
let sheet = { hits: [] };
let shots = 0;
function close() {
  sheets.push(sheet.hits.length);
  sheet = { hits: [] };
}
async function archer(pause, name) {
  for (let arrow = 0; arrow < 8; arrow++) {
    close();
    await sleep(pause);
    sheet.hits.push(`${name} ${arrow}`);
    await sleep(1);
    shots++;
  }
}
await Promise.all([archer(3, 'ada'), archer(5, 'bo'), archer(4, 'cy')]);
close();
console.log(sheets.reduce((sum, hits) => sum + hits, 0));
