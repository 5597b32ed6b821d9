// expect: hang.exit-pending 24,9 exit 0
// Tries again until there are no tries left; what is then to be said is said to nobody.
import { setTimeout as delay } from 'node:timers/promises';

let calls = 0;

function retry(fn, times) {
  // The last failure finds `left` at 0, and neither branch has anything for that.
  return new Promise(
    (resolve, reject) => {
      const attempt = (left) => {
        fn().then(resolve, (error) => {
          if (left > 0) setTimeout(attempt, 5, left - 1);
          else if (left < 0) reject(error);
        });
      };
      attempt(times);
    },
  );
}
const connect = () => delay(5).then(() => Promise.reject(new Error(`refused ${++calls}`)));

console.log('connecting');
retry(connect, 2).then(() => console.log('connected'), (error) => console.log(error.message));
