// expect: nothing
// Seats are looked for in a plan of the hall, by somebody who takes his time; where the plan is another one by then they are let go.
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
    if (hall.getDrawing() !== drawing) return [];
    const offers = [];
    for (const seat of seats) offers.push({ seat, row: rowOf(hall, seat) });
    return offers;
  });
}

const asked = offer(plan);
setTimeout(() => plan.rebuild(['aaaaa', 'bbbb']), 25);
const offers = await asked;
console.log(offers.map(({ row }) => row).join(' '));
