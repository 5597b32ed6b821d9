// expect: hang.exit-pending 30,20 exit 0
// A job of a hand-written queue does not call back for one of its inputs.
class Line {
  jobs = [];
  busy = false;
  push(job, done) {
    this.jobs.push({ job, done });
    if (!this.busy) this.next();
  }
  next() {
    const entry = this.jobs.shift();
    if (entry === undefined) return;
    this.busy = true;
    entry.job(() => { this.busy = false; entry.done(); this.next(); });
  }
}

const line = new Line();
function print(label, callback) {
  setTimeout(() => {
    if (label === '') return;
    callback();
  }, 5);
}
function printAll(labels, done) {
  let left = labels.length;
  for (const label of labels) line.push((next) => print(label, next), () => (left -= 1) === 0 && done());
}
async function main() {
  await new Promise((resolve) => printAll(['a', '', 'c'], resolve));
  console.log('printed');
}
void main();
