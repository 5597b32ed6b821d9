// expect: race.check-then-act 14
// As safe-countdown.mjs, but two calls look at one number, and their callbacks count it down for both.
import { readFile } from 'node:fs';

let seats = 2;
let sold = 0;
function sell(names) {
  return new Promise((resolve) => {
    let left = names.length;
    if (seats >= names.length) {
      for (const name of names) {
        readFile(new URL(import.meta.url), (error) => {
          if (error) throw error;
          seats--;
          sold += name.length;
          if (--left === 0) resolve();
        });
      }
    } else resolve();
  });
}
await Promise.all([sell(['a', 'b']), sell(['c', 'd'])]);
console.log(sold, seats);
