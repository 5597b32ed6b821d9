// expect: promise.floating main.mjs:12
// The list of promises that map gives is thrown away, and the promises with it.
import { setTimeout as pause } from 'node:timers/promises';

const saved = [];
async function save(row) {
  await pause(40);
  saved.push(row);
}
class Importer {
  async take(rows) {
    rows.map((row) => save(row));
    return rows.length;
  }
}
console.log('imported', await new Importer().take([1, 2, 3]));
process.exit(0);
