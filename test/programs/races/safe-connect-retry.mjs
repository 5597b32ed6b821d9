// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
let socket = null; let connecting = null; let opens = 0;
async function connect() { await delay(4); opens++; return { send: async (m) => m.length }; }
function get() {
  if (socket) return Promise.resolve(socket);
  if (!connecting) connecting = connect().then((s) => { socket = s; connecting = null; return s; });
  return connecting;
}
async function send(m) { const s = await get(); return s.send(m); }
const r = await Promise.all([send('a'), send('bb')]);
await delay(5);
console.log(r.join(), await send('ccc'), opens);
