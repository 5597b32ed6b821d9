// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
const ac = new AbortController(); let current = 0; const shown = [];
async function show(id) { current = id; const r = await delay(id === 1 ? 20 : 5, `r${id}`, { signal: ac.signal }); if (current !== id) return; shown.push(r); }
const a = show(1); const b = show(2); await Promise.all([a, b]); console.log(shown.join());
