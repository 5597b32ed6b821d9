// expect: nothing
// never: handle.leak
// stop-after: 4
import { mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'interleave-pages-'));
const file = join(folder, 'page.txt');
writeFileSync(file, 'one');

// Whenever the text changes it is forgotten and shown anew: that is what the program is there for.
const known = new Map();
function show() {
  if (!known.has(file)) known.set(file, readFileSync(file, 'utf8'));
  console.log(known.get(file));
}
watch(file, () => {
  known.delete(file);
  show();
});

// This one does no more than to forget, and keeps nobody alive by itself.
watch(folder, { persistent: false }, () => known.clear());

show();
setTimeout(() => writeFileSync(file, 'two'), 30);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
