// expect: race.atomicity 4
import { setTimeout as delay } from 'node:timers/promises';
let seq = 100;
async function nextId() { const n = seq; await delay(1); seq = n + 1; return n; }
async function* ids(count) { for (let i = 0; i < count; i++) yield await nextId(); }
async function collect(n) { const out = []; for await (const id of ids(n)) out.push(id); return out; }
const [a, b] = await Promise.all([collect(3), collect(3)]);
console.log(new Set([...a, ...b]).size);
