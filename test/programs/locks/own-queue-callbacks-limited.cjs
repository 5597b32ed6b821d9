// expect: none exit 0
// A limiter whose pause after a call keeps nothing alive: it is at rest when the program ends.
const calls = [];
let busy = false;
function next() {
  if (busy) return;
  const call = calls.shift();
  if (call === undefined) return;
  busy = true;
  call();
  setTimeout(() => {
    busy = false;
    next();
  }, 20).unref();
}
function limited(call) {
  calls.push(call);
  next();
}
for (const name of ['a', 'b', 'c']) limited(() => console.log(name));
setTimeout(() => limited(() => console.log('d')), 100);
