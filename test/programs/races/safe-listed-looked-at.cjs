// expect: nothing
// A watcher notes what stands in a folder, and a little later asks of each whether it is still there: whoever tidies up may have removed one by then.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'watched-'));
for (const name of ['a', 'b', 'c']) fs.writeFileSync(path.join(folder, name), name.repeat(9));

const sizes = new Map();
function size(file) {
  return fs.existsSync(file) ? 1 : 0;
}

function look(done) {
  fs.readdir(folder, (error, names) => {
    if (error) return done(error);
    setTimeout(() => {
      for (const name of names) {
        const file = path.join(folder, name);
        sizes.set(name, size(file));
      }
      done(null, size);
    }, 20);
  });
}

look((error) => {
  console.log(error, [...sizes.values()].join());
  setTimeout(() => fs.rmSync(folder, { recursive: true }), 200);
});

setTimeout(() => {
  fs.unlinkSync(path.join(folder, 'b'));
}, 120);
