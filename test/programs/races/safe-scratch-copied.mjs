// expect: nothing
// What is copied into the scratch is taken out of it in the same step; the next sender may have it then.
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
  const text = scratch.toString();
  const signature = await sign(record);
  await sleep(1);
  sent.push(`${text}:${signature}`);
}
async function later(record) {
  await sleep(10);
  await send(record);
}
await Promise.all([send(Buffer.from('apples')), later(Buffer.from('grapes'))]);
console.log(sent.length);
