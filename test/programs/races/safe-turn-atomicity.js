// expect: nothing
let x = 0;
async function f() {
  const v = x;
  await null;
  x = v + 1;
}
setTimeout(f, 1);
setTimeout(f, 9);
setTimeout(() => console.log(x), 825);
