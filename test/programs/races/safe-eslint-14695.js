// expect: nothing
// ESLint issue 14695: a property of a parameter is set after a wait that nothing depends on.
async function rename(thing, name) {
  await 0;
  thing.name = name;
}
const thing = { name: '' };
const other = { name: '' };
Promise.all([rename(thing, 'a'), rename(other, 'b'), rename(thing, 'c')]).then(() => console.log(thing.name, other.name));
