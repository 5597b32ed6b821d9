// expect: deadlock.actual 12,5 exit 0
let tail = Promise.resolve();
// a mutex made of a promise chain
function withLock(job) {
  const run = tail.then(job);
  tail = run.catch(() => {});
  return run;
}
async function outer() {
  return withLock(async () => {
    await null;
    return withLock(async () => 1);
  });
}
outer().then(console.log);
