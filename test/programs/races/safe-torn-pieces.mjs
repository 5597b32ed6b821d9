// expect: nothing
// A report is written piece by piece beside its place, and moved there when it is whole; its writer looks at it in between.
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'il-pieces-'));
const target = path.join(folder, 'report.txt');
await fs.writeFile(target, 'begin\nend\n');
const steps = new EventEmitter();

async function report() {
  const file = await fs.open(`${target}.part`, 'w');
  await file.write('begin\n');
  steps.emit('begun');
  await new Promise((resolve) => setTimeout(resolve, 400));
  await fs.readFile(`${target}.part`, 'utf8');
  await file.write('end\n');
  await file.close();
  await fs.rename(`${target}.part`, target);
}

const begun = once(steps, 'begun');
const reporting = report();
await begun;
const seen = async () => {
  const text = await fs.readFile(target, 'utf8');
  console.log(text.length > 0);
};
await seen();
await reporting;
await fs.rm(folder, { recursive: true });
