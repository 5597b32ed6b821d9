// expect: nothing
import { readFile } from 'node:fs/promises';
let settings; const boot = (async () => { settings = { size: (await readFile(new URL(import.meta.url))).length }; })();
async function handler() { await boot; return settings.size > 0; }
console.log((await Promise.all([handler(), handler()])).join());
