// expect: race.check-then-act badge.mjs:9,14
// As in safe-verified-without-answer, but who finds a name there is turned away: two that have found none both go on.
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
