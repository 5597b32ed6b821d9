// expect: none exit 0
// Every job of a hand-written queue calls back, whatever its input is.
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
    if (label === '') return callback(new Error('no label'));
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
