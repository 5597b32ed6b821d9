// expect: nothing
// That one of them failed is noted by whoever fails, whatever was asked before: the answer is given once.
function parallel(jobs, callback) {
  let failed = false;
  let called = false;
  let left = jobs.length;
  const finish = (err) => {
    if (called) return;
    called = true;
    callback(err);
  };
  function run(job) {
    if (failed) return;
    job((err) => {
      if (err && err.code !== 'SKIPPED') {
        failed = true;
        finish(err);
      } else if (--left === 0) finish(null);
    });
  }
  jobs.forEach(run);
}

const jobs = [1, 2, 3, 4].map((n) => (done) => setTimeout(() => done(n > 2 ? new Error(`job ${n}`) : null), 10));
parallel(jobs, (err) => console.log(String(err)));
