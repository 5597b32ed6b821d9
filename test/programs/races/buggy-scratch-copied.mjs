// expect: race.atomicity 13,16
// Two senders copy their records into the one scratch of the module, have a signature computed, and send what stands there by then.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const scratch = Buffer.alloc(6);
const sent = [];
async function sign(bytes) {
  await sleep(25);
  return createHash('sha1').update(bytes).digest('hex').slice(0, 4);
}
async function send(record) {
  record.copy(scratch);
  const signature = await sign(record);
  await sleep(1);
  sent.push(`${scratch.toString()}:${signature}`);
}
async function later(record) {
  await sleep(10);
  await send(record);
}
await Promise.all([send(Buffer.from('apples')), later(Buffer.from('grapes'))]);
console.log(sent.length);
