// expect: promise.floating main.mjs:16
// Braces without a return: what is waited for is a list of nothing, and the shed is locked before any rake has been brought.
import { setTimeout as sleep } from 'node:timers/promises';

const shed = { isLocked: false, rakes: [] };

async function bring(name) {
  await sleep(5);
  if (shed.isLocked) return;
  shed.rakes.push(name);
}

async function evening(names) {
  await Promise.allSettled(
    names.map((name) => {
      if (name !== '') bring(name.trim());
    }),
  );
  shed.isLocked = true;
  return shed.rakes.length;
}

console.log(await evening(['Ida', 'Jon', '']));
