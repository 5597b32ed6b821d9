// expect: nothing
// What is dropped where there is nothing leaves it as it was.
import { setTimeout as delay } from 'node:timers/promises';
let line = null;
let opening = null;
let opened = 0;
function connect() {
  if (line) return Promise.resolve(line);
  opening ??= (async () => {
    try {
      await delay(4);
      line = { id: ++opened };
      return line;
    } finally {
      opening = null;
    }
  })();
  return opening;
}
function drop() {
  line = null;
}
await Promise.all([connect(), connect(), delay(1).then(drop)]);
await Promise.all([delay(1).then(drop), delay(2).then(connect), delay(3).then(drop)]);
console.log(opened);
