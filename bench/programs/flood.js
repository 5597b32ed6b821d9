// Promises at a steady pace, for as long as is asked. Arguments: events of the recording a second, seconds.
const [eventsPerSecond, seconds] = process.argv.slice(2).map(Number);
/** A round below leaves at least as many events behind. */
const EVENTS_A_ROUND = 22;

async function inner(n) {
  await null;
  return n & 1;
}

async function round(n) {
  await inner(n);
  await null;
}

async function main() {
  const wanted = Math.ceil((eventsPerSecond * seconds) / EVENTS_A_ROUND);
  const start = performance.now();
  let done = 0;
  while (done < wanted) {
    const due = Math.min(wanted, ((performance.now() - start) / 1000) * (eventsPerSecond / EVENTS_A_ROUND));
    while (done < due) await round(done++);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  console.log(`took ${performance.now() - start}`);
}

main();
