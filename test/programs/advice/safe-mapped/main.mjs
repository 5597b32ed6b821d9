// expect: nothing
// never: promise.floating
// Lists that are thrown away, though not the promises in them; and callbacks of forEach that keep or handle theirs.
import { setTimeout as pause } from 'node:timers/promises';

const saved = [];
const open = [];
async function save(row) {
  await pause(40);
  saved.push(row);
}
function saveLater(row) {
  const job = save(row);
  open.push(job);
  return job;
}
async function importAll(rows) {
  rows.forEach((row) => open.push(save(row)));
  rows.forEach((row) => save(row).catch(() => {}));
  rows.map((row) => saveLater(row));
  rows.map((row) => saved.push(-row));
  return rows.length;
}
console.log('imported', await importAll([1, 2, 3]));
await Promise.all(open);
process.exit(0);
