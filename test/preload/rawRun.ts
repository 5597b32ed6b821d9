/** Runs a source text as a CommonJS file, traced at level full or not traced, and gives its output and events. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WIRE_VERSION } from '../../src/wire/format.ts';
import { type RawEvent, type RawRun, readEvents, root } from './adaptersHarness.ts';

export function rawRun(node: string, source: string, flags: readonly string[], traced = true): RawRun {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'il-raw-'));
  const directory = path.join(folder, 'run');
  try {
    const file = path.join(folder, 'main.cjs');
    writeFileSync(file, source);
    mkdirSync(directory);
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env['NODE_OPTIONS'];
    if (traced) {
      env['NODE_OPTIONS'] = `--require ${JSON.stringify(path.join(root, 'dist/node_modules/interleave/preload.js'))}`;
      env['INTERLEAVE_OPTIONS'] = JSON.stringify({ version: WIRE_VERSION, directory, level: 'full' });
    }
    const { stdout, stderr, status } = spawnSync(node, [...flags, file], { env, encoding: 'utf8', timeout: 30_000, cwd: folder });
    const events: readonly RawEvent[] = traced ? readEvents(directory) : [];
    return { code: status, stdout: stdout.replaceAll(folder, ''), stderr: stderr.replaceAll(folder, ''), events };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
