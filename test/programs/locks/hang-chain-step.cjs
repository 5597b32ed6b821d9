// expect: hang.exit-pending 26 exit 0
// The step for an empty list never calls back: the chain stands still, and nothing says so.
const copied = [];
function copyAll(files, done) {
  let left = files.length;
  for (const file of files) {
    setImmediate(() => {
      copied.push(file);
      if (--left === 0) done();
    });
  }
}
function copy(files) {
  return new Promise((resolve) => {
    copyAll(files, () => resolve(files.length));
  });
}
const batches = [['a', 'b'], [], ['c']];
let all = Promise.resolve(0);
for (const batch of batches) {
  all = all
    .then((sum) => {
      console.log(sum);
      return sum;
    })
    .then((sum) => copy(batch).then((n) => sum + n));
}
all.then((sum) => console.log(sum, copied.length)).catch((error) => console.error(error));
