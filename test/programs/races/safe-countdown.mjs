// expect: nothing
// One call looks whether there is anything to wait for, and its callbacks count down: none of them has passed a check of its own.
import { setTimeout as sleep } from 'node:timers/promises';
function all(promises) {
  return new Promise((resolve, reject) => {
    let remaining = promises.length;
    const results = [];
    if (remaining) {
      promises.forEach((p, i) => {
        p.then(
          (result) => {
            results[i] = result;
            remaining--;
            if (remaining === 0) resolve(results);
          },
          (error) => {
            remaining = 0;
            reject(error);
          },
        );
      });
    } else resolve(results);
  });
}
console.log((await all([1, 2, 3].map((n) => sleep(n * 5, n)))).join());
