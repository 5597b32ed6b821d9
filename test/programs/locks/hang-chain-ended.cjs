// expect: none exit 0
// The same steps, of which each ends.
const copied = [];
function copyAll(files, done) {
  let left = files.length;
  if (left === 0) setImmediate(done);
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
batches
  .reduce((all, batch) => all.then((sum) => copy(batch).then((n) => sum + n)), Promise.resolve(0))
  .then((sum) => console.log(sum, copied.length))
  .catch((error) => console.error(error));
