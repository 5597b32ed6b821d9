// expect: nothing
// Whoever has shot the last arrow of four closes the sheet, and all go on with the next one, also those who have closed none.
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
    await sleep(pause);
    sheet.hits.push(`${name} ${arrow}`);
    await sleep(1);
    if (++shots % 4 === 0) close();
  }
}
await Promise.all([archer(3, 'ada'), archer(5, 'bo'), archer(4, 'cy')]);
close();
console.log(sheets.reduce((sum, hits) => sum + hits, 0));
