// expect: race.check-then-act 8
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
let db;
let opens = 0;
async function open() { await delay(8); opens++; return { q: async (s) => s.length }; }
async function getDb() {
  if (!db) db = await open();
  return db;
}
async function handler(sql) { const d = await getDb(); return d.q(sql); }
Promise.all(['a', 'bb', 'ccc'].map(handler)).then((r) => console.log(r.join(), opens));
