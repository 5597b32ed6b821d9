/** A rule that breaks off takes nothing from what the others find, and the report says so. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { RULES } from '../../src/analysis/rules/registry.ts';
import { Engine } from '../../src/host/engine.ts';
import { FILE_HEADER_BYTES } from '../../src/wire/format.ts';
import { Workshop } from '../cli/support.ts';

describe('a rule that breaks off', () => {
  it('is told of, and the others go on', async function () {
    const shop = new Workshop(this);
    shop.file('program.cjs', 'let n = 0; async function add() { const seen = n; await null; n = seen + 1; } Promise.all([add(), add()]);');
    await shop.run(['run', '--out', 'run.ilv', '--', process.execPath, 'program.cjs']);
    const engine = new Engine('');
    engine.push(new Uint8Array(fs.readFileSync(path.join(shop.folder, 'run.ilv')).subarray(FILE_HEADER_BYTES)));
    engine.end(undefined);
    const rule = RULES.find(({ kinds }) => kinds.includes('listener.leak'));
    assert.ok(rule);
    const { run } = rule;
    const breakOff = (): never => {
      throw new Error('no such row');
    };
    try {
      Object.assign(rule, { run: breakOff });
      const { findings, notes } = engine.report({ limitMs: 60_000 });
      assert.deepEqual(
        findings.map(({ kind }) => kind),
        ['race.atomicity'],
      );
      assert.ok(notes.includes('A rule about listener.leak came to no result (no such row).'), notes.join('\n'));
    } finally {
      Object.assign(rule, { run });
    }
  });
});
