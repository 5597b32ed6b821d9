// expect: race.fs.lost-update 23
// The flag is given back when the file has been read, not when it has been written.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'todo-')), 'todo.json');
fs.writeFileSync(file, '[]');
const queue = [];
let busy = false;

function change(update, done) {
  queue.push({ update, done });
  next();
}

function next() {
  if (busy || queue.length === 0) return;
  busy = true;
  const { update, done } = queue.shift();
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) throw error;
    busy = false;
    fs.writeFile(file, JSON.stringify(update(JSON.parse(text))), (failed) => {
      if (failed) throw failed;
      done();
      next();
    });
  });
}

let left = 2;
for (const delay of [5, 300]) {
  setTimeout(() => {
    change(
      (list) => [...list, `item ${delay}`],
      () => {
        if (--left === 0) console.log(JSON.parse(fs.readFileSync(file, 'utf8')).length);
      },
    );
  }, delay);
}
