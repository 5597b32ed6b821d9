// expect: nothing
// One after the other.
let seq = 0;
let last = Promise.resolve();
const sent = [];
async function deliver(n, m) {
  await new Promise((r) => setTimeout(r, 2));
  sent.push(`${n}${m}`);
}
function send(m) {
  last = last.then(async () => {
    await deliver(seq, m);
    seq++;
  });
  return last;
}
await Promise.all(['a', 'b', 'c'].map(send));
console.log(sent.join(' '));
