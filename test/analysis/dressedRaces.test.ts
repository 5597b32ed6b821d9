/** A race is found in whatever dress, and its right twin draws nothing (test/support/dressedRaces.ts). The seed of a failing program is in its message. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dressedProgram } from '../support/dressedRaces.ts';
import { show, traceProgram } from '../support/programs.ts';
import { rounds } from '../support/random.ts';

const FINDS = /^(?:race\.|cache\.stampede)/;
/** What a busy machine adds. */
const OF_MACHINE = /^(?:loop|pool)\./;

/** What is wrong with what is told of the program of a seed; undefined when nothing is. */
async function problemOf(seed: number): Promise<string | undefined> {
  const { dress, files } = dressedProgram(seed);
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'il-dress-')));
  try {
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text);
    const { report, code, stdout, stderr } = await traceProgram(path.join(folder, Object.keys(files)[0] as string), { isReal: false });
    const told = `SEED=${seed} ROUNDS=1 ${JSON.stringify(dress)}\n${Object.values(files).join('\n')}\n${show(report.findings)}`;
    if (code !== 0 || stdout !== 'number\n') return `it ended with ${code}: ${told}\n${stdout}${stderr}`;
    const serious = report.findings.filter((f) => (f.severity === 'error' || f.severity === 'warning') && !OF_MACHINE.test(f.kind));
    if (dress.twin !== undefined) return serious.length === 0 ? undefined : `a right program, but ${told}`;
    return serious.some((f) => FINDS.test(f.kind)) ? undefined : `not found: ${told}`;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

describe('races in all dresses', () => {
  const first = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1e6));
  const count = rounds(24);
  it(`tells ${count} programs from the right ones, from seed ${first}`, async function () {
    this.timeout(count * 30_000);
    const problems: string[] = [];
    for (let i = 0; i < count; i++) problems.push(...[await problemOf(first + i)].filter((problem) => problem !== undefined));
    assert.equal(problems.length, 0, `${problems.length} of ${count} programs\n${problems.join('\n\n')}`);
  });
});
