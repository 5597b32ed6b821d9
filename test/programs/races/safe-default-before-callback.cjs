// expect: nothing
// It is told what is left so far; what comes is looked at where it comes, or by whoever asks later; and a timer of one's own says that time is up.
const fs = require('node:fs');

function countDown(files) {
  let left = files.length;
  for (const file of files) {
    fs.access(file, () => {
      left--;
    });
  }
  return `${left} to go`;
}
console.log(countDown([__filename, '/nowhere']));

function watchSize(file) {
  let size = 10;
  fs.stat(file, (err, stats) => {
    size = stats.size;
    if (size > 20) console.log('large');
  });
  return `at least ${size}`;
}
console.log(watchSize(__filename));

function settings() {
  let limit = 100;
  fs.stat(__filename, (err, stats) => {
    limit = stats.size;
  });
  console.log('limit', limit);
  return { current: () => limit };
}
settings();

function patience() {
  let mood = 'calm';
  setTimeout(() => {
    mood = 'tired';
  }, 5);
  return mood;
}
console.log(patience());

function isLate(file) {
  let called = false;
  fs.stat(file, () => {
    called = true;
  });
  return `called at once: ${called}`;
}
console.log(isLate(__filename));

const ask = (id, done) => setTimeout(done, 60, id);
function name(id, use) {
  let title = 'none';
  ask(id, (found) => {
    title = found;
    use(title);
  });
  use(title);
}
name('one', (title) => console.log(title));
