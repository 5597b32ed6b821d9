// Its analysis takes longer than the start of the next program.
async function step(i) {
  await null;
  return i;
}

async function main() {
  let sum = 0;
  for (let i = 0; i < 200_000; i++) sum += await step(i);
  console.log(sum);
}

main();
