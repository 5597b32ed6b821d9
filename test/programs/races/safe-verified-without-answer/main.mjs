// expect: nothing
// What verifies from time to time gives no answer: who goes on cannot tell whether it has verified or found that too early, and does not go by that.
import { setTimeout as delay } from 'node:timers/promises';
import { Badge } from './badge.mjs';

const badge = new Badge();

async function answer({ type, name, ms }) {
  await badge.verify();
  if (type !== 'hello') return 'known';
  await delay(ms);
  badge.assign(name);
  return badge.name;
}

const requests = [
  { type: 'hello', name: 'one', ms: 20 },
  { type: 'ping', name: 'one', ms: 0 },
  { type: 'hello', name: 'two', ms: 5 },
];
const answers = await Promise.all(
  requests.map(async (request, i) => {
    await delay(15 * i);
    return answer(request).catch(() => 'refused');
  }),
);
console.log(answers.length);
