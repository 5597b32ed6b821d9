// expect: lock.order-inversion 32,43 exit 0
// The lock is a function that a function gave: it goes by the name of the variable.
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
  links((giveLinks) => {
    const known = found.length;
    fs.readFile(__filename, () => {
      pages((givePages) => {
        givePages(() => giveLinks(show, `${name}${known}`));
      });
    });
  });
}
setTimeout(() => add('a'), 1);
setTimeout(() => add('b'), 1);
setTimeout(() => check('c'), 400);
