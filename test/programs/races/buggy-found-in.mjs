// expect: race.check-then-act 8,6; race.check-then-act 13,11
// Who asks for an entry that must not be there yet, or takes one out, after a wait.
const links = {};
const check = (v) => new Promise((r) => setTimeout(r, 20, v));
async function add(alias, owner) {
  if (alias in links) throw new Error('taken');
  await check(alias);
  links[alias] = { owner };
}
async function drop(alias) {
  if (!(alias in links)) return;
  await check(alias);
  delete links[alias];
  left--;
}
let left = 1;
await Promise.allSettled([add('x', 'a'), add('x', 'b')]);
await Promise.allSettled([drop('x'), drop('x')]);
console.log(links, left);
