'use strict';
// Is killed in the middle of its work, as by the system when memory is short.
async function work(n) {
  for (;;) await new Promise((resolve) => setTimeout(resolve, n));
}
work(5);
work(7);
setTimeout(() => process.kill(process.pid, 'SIGKILL'), 400);
