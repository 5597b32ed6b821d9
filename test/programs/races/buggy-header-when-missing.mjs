// expect: race.fs.toctou 17,14 ; race.fs.toctou 28,23
// The look at a file fails where there is none, and whoever it fails for writes the first line: two of them do, behind a try, or by a helper.
import { access, appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-missing-'));
const flights = path.join(folder, 'flights.csv');
const gates = path.join(folder, 'gates.csv');

async function land(flight) {
  try {
    await access(flights);
  } catch {
    await sleep(30);
    await appendFile(flights, 'flight,from\n');
  }
  await appendFile(flights, `${flight}\n`);
}

async function exists(file) {
  try { await access(file); return true; } catch { return false; }
}
async function open(gate) {
  const there = await exists(gates);
  await sleep(30);
  if (!there) await appendFile(gates, 'gate,flight\n');
  await appendFile(gates, `${gate}\n`);
}

await Promise.all([land('LH 12,FRA'), land('KL 7,AMS'), open('A1,LH 12'), open('B7,KL 7')]);
console.log((await readFile(flights, 'utf8')).split('flight,from').length > 1);
await rm(folder, { recursive: true });
