// Promises and nothing else: three awaits a round. Prints the processor time of the measured rounds, in microseconds. Argument: rounds.
const rounds = Number(process.argv[2]);

async function inner(n) {
  await null;
  return n & 1;
}

async function spin(count) {
  let sum = 0;
  for (let i = 0; i < count; i++) {
    sum += await inner(i);
    await null;
  }
  return sum;
}

async function main() {
  await spin(rounds / 4);
  const before = process.cpuUsage();
  await spin(rounds);
  const { user, system } = process.cpuUsage(before);
  console.log(`cpu ${user + system}`);
}

main();
