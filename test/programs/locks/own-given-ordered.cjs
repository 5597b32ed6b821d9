// expect: none exit 0
// Both take the one first.
const fs = require('node:fs');

function oneAtATime() {
  const line = [];
  let user = null;
  function take(fn) {
    if (user) return line.push(fn);
    user = fn;
    fn(give);
  }
  function give(then, value) {
    user = null;
    if (line.length > 0) take(line.shift());
    if (then) then(value);
  }
  return take;
}
const pages = oneAtATime();
const links = oneAtATime();
const found = [];
const show = (name) => {
  found.push(name);
  if (found.length === 3) console.log(found.join());
};

function add(name) {
  pages((givePages) => {
    fs.readFile(__filename, (error) => {
      if (error) return givePages(show, error.code);
      links((giveLinks) => {
        found.length;
        giveLinks(() => givePages(show, name));
      });
    });
  });
}
function check(name) {
  pages((givePages) => {
    const known = found.length;
    fs.readFile(__filename, () => {
      links((giveLinks) => {
        giveLinks(() => givePages(show, `${name}${known}`));
      });
    });
  });
}
setTimeout(() => add('a'), 1);
setTimeout(() => add('b'), 1);
setTimeout(() => check('c'), 400);
