// The worst case for access probes: a tight loop over variables and properties that asynchronous functions of the same file read before an await and write
// after it. Prints the processor time of the measured rounds, in microseconds. Argument: rounds.
const rounds = Number(process.argv[2]);

const grid = { width: 64, height: 64, cells: new Float64Array(64 * 64), energy: 0 };
let generation = 0;

async function checkpoint() {
  const { energy } = grid;
  const started = generation;
  await null;
  grid.energy = energy * 0.5;
  generation = started + 1;
}

function relax() {
  for (let y = 1; y < grid.height - 1; y++) {
    for (let x = 1; x < grid.width - 1; x++) {
      const at = y * grid.width + x;
      grid.cells[at] =
        (grid.cells[at - 1] + grid.cells[at + 1] + grid.cells[at - grid.width] + grid.cells[at + grid.width]) / 4 + ((at + generation) % 7);
      grid.energy += grid.cells[at];
    }
  }
  generation++;
}

async function spin(count) {
  for (let i = 0; i < count; i++) {
    relax();
    if (i % 100 === 0) await checkpoint();
  }
}

async function main() {
  await spin(rounds / 4);
  const before = process.cpuUsage();
  await spin(rounds);
  const { user, system } = process.cpuUsage(before);
  console.log(`cpu ${user + system}`);
}

main();
