// expect: lock.permit-nesting 24,22 exit 0
// Two at a time, and each asks for a second one while it has the first: here there was always one left.
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function limiter(most) {
  let active = 0;
  const waiting = [];
  return async function run(job) {
    if (active >= most) await new Promise((go) => waiting.push(go));
    else active++;
    try {
      return await job();
    } finally {
      if (waiting.length > 0) waiting.shift()();
      else active--;
    }
  };
}

const io = limiter(2);
const readBlock = (n) => wait(2).then(() => n);
const readFile = (blocks) => io(async () => {
  let sum = 0;
  for (const block of blocks) sum += await io(() => readBlock(block));
  return sum;
});

async function main() {
  const sums = await Promise.all([readFile([1]), readFile([2])]);
  console.log(sums);
}
main();
