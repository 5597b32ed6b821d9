// expect: nothing
// What the executor puts aside is there before anybody can see the job, whoever works the line off.
const line = [];
let isPlanned = false;

function workOff() {
  isPlanned = false;
  for (const { n, settle } of line.splice(0)) setTimeout(() => settle(null, n * 2), 5);
}

function add(n) {
  let res, rej;
  const settle = (err, value) => (err ? rej(err) : res(value));
  line.push({ n, settle });
  if (!isPlanned) {
    isPlanned = true;
    setImmediate(workOff);
  }
  return new Promise((resolve, reject) => {
    res = resolve;
    rej = reject;
  });
}

for (const n of [1, 2, 3]) setTimeout(() => add(n).then(console.log), 3);
