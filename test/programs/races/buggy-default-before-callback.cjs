// expect: race.order.use-before-init 22,20 ; race.order.use-before-init 32,30 ; race.order.use-before-init 43,41
// What stands there to begin with is used, and what others are asked for comes a turn later, for nobody.
const fs = require('node:fs');

const rules = [{ title: (id, done) => setTimeout(done, 4, `Minutes of ${id}`) }];
const ask = (name, id, done) => {
  if (rules.length === 0) return done(undefined);
  rules[0][name](id, (answer) => done(answer));
};

function answer(id) {
  const headers = {};
  return { headers, attach: (name) => (headers.name = `${name}.txt`) };
}

function exportPad(id) {
  const res = answer(id);
  let title = id;
  ask('title', id, (found) => {
    if (found !== undefined) title = found;
  });
  res.attach(title);
  return res.headers.name;
}
console.log(exportPad('pad1'));

function limitOf(file) {
  let limit = 100;
  fs.stat(file, (err, stats) => {
    if (!err) limit = stats.size;
  });
  return Math.max(limit, 10);
}
console.log(limitOf(__filename));

const roles = new Map([['ann', 'editor']]);
const findRole = (user) => new Promise((resolve) => setImmediate(() => resolve(roles.get(user))));
function greet(user) {
  let role = 'guest';
  findRole(user).then((found) => {
    role = found;
  });
  return `${user} (${role})`;
}
console.log(greet('ann'));
