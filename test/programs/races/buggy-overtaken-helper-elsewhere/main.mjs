// expect: race.atomicity main.mjs:24,plan.mjs:13,plan.mjs:8,plan.mjs:4
// Seats are looked for in a plan of the hall, by somebody who takes his time; their rows are then told by a function of another file, from the plan that there is by then.
import { setTimeout as sleep } from 'node:timers/promises';
import { Plan, rowOf } from './plan.mjs';

const plan = new Plan(['aab', 'bba', 'aaa']);

async function findFree(request) {
  await sleep(60);
  const seats = [...request.drawing].flatMap((mark, at) => (mark === 'a' ? [at] : []));
  return seats;
}

function offer(hall) {
  const drawing = hall.getDrawing();
  const request = { drawing, limit: 4 };
  return findFree(request).then((seats) => {
    const offers = [];
    for (const seat of seats) offers.push({ seat, row: rowOf(hall, seat) });
    return offers;
  });
}

const asked = offer(plan);
setTimeout(() => plan.rebuild(['aaaaa', 'bbbb']), 25);
const offers = await asked;
console.log(offers.map(({ row }) => row).join(' '));
