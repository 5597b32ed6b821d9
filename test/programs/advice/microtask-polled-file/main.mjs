// expect: loop.microtask-starvation until.mjs:6 | loop.microtask-starvation until.mjs:4
// The place of a settled value is looked at again by microtasks: the file that would bring the answer is read by then, but nobody comes to take it in.
import { readFile } from 'node:fs/promises';
import { until } from './until.mjs';

const settings = {};

async function load() {
  const text = await readFile(import.meta.filename ?? new URL(import.meta.url), 'utf8');
  settings.language = text.includes('de') ? 'de' : 'en';
}

const loading = load();
const isThere = await until(() => settings.language !== undefined, 600, 30_000);
console.log(isThere ? 'with settings' : 'with the defaults');
await loading;
console.log(settings.language);
