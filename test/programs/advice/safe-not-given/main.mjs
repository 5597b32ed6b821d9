// expect: nothing
// never: promise.floating
// The callback gives the promise on each of its ways; what it begins beside that is told to be nobody's, and what is no promise is not waited for.
import { setTimeout as sleep } from 'node:timers/promises';

const shed = { isLocked: false, rakes: [], seen: new Set() };

async function bring(name) {
  await sleep(5);
  shed.rakes.push(name);
}

async function evening(names) {
  await Promise.all(
    names.map((name) => {
      void sleep(1);
      if (name === '') return undefined;
      return bring(name);
    }),
  );
  await Promise.all(names.map((name) => bring(name)));
  await Promise.all(
    names.map((name) => {
      shed.seen.add(name);
    }),
  );
  shed.isLocked = true;
  return shed.rakes.length;
}

console.log(await evening(['Ida', 'Jon', '']));
