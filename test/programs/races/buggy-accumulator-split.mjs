// expect: race.atomicity 9,12
import { readFile } from 'node:fs/promises';

const summary = { files: 0, bytes: 0, errors: [], longest: 0 };
const seen = new Set();

async function scan(name) {
  try {
    const bytes = summary.bytes;
    const text = await readFile(new URL(name, import.meta.url), 'utf8');
    summary.files += 1;
    summary.bytes = bytes + text.length;
    summary.longest = Math.max(summary.longest, text.length);
    seen.add(name);
  } catch (err) {
    summary.errors.push(err.code);
  }
}

await Promise.all(['./safe-accumulators.mjs', './safe-version-guard.mjs', './missing.mjs', './safe-recheck-map.mjs'].map(scan));
console.log(summary.files, summary.errors.join(), seen.size, summary.bytes > summary.longest);
