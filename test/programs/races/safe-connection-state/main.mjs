// expect: nothing
import { Connection } from './connection.mjs';

const c = new Connection();
async function send(text) {
  if (c.state !== 'open') await c.open();
  return c.write(text);
}
console.log((await Promise.all(['x', 'y', 'z'].map(send))).join(' '), c.opened);
await c.close();
await send('again');
console.log(c.state, c.opened);
