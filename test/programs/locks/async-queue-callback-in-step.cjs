// expect: none exit 0
// Some jobs call back within their own step, in the callback of the one before.
const async = require('async');

function thumbnails(files) {
  const made = [];
  const queue = async.queue((file, done) => {
    if (!file.endsWith('.png')) return done();
    setTimeout(() => {
      made.push(file);
      done();
    }, 2);
  }, 1);
  queue.push(files);
  return new Promise((resolve) => queue.drain(() => resolve(made.length)));
}

thumbnails(['a.png', 'b.svg', 'c.png', 'd.txt', 'e.png']).then((count) => console.log('made', count));
