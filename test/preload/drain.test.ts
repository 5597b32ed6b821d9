import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { A_FD, arenaHeader, claimSlot, createArena, snapshotFrame } from '../../src/preload/arena.ts';
import { emit, flush, startRecorder } from '../../src/preload/recorder.ts';
import { OP_NOTE } from '../../src/wire/events.ts';

describe('snapshotFrame', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-drain-'));
  const fd = fs.openSync(path.join(folder, 'p1-1.log'), 'a');
  after(() => {
    fs.closeSync(fd);
    fs.rmSync(folder, { recursive: true });
  });

  it('gives what is in the frame, and nothing while its owner begins the next one', () => {
    const arena = createArena();
    const header = arenaHeader(arena);
    header[A_FD] = fd;
    const slot = claimSlot(arena);
    startRecorder(slot, header, 0);
    emit(OP_NOTE, 0, 'first');
    assert.ok(snapshotFrame(slot));
    // The owner may lose the processor anywhere: here it has written the new number, and the old events are still behind it.
    const original = Reflect.get(DataView.prototype, 'setFloat64') as (...args: unknown[]) => void;
    const seen: (Uint8Array | undefined)[] = [];
    DataView.prototype.setFloat64 = function (this: DataView, ...args: unknown[]) {
      seen.push(snapshotFrame(slot));
      Reflect.apply(original, this, args);
    };
    try {
      flush();
    } finally {
      DataView.prototype.setFloat64 = original as typeof DataView.prototype.setFloat64;
    }
    assert.deepEqual(seen, [undefined]);
    emit(OP_NOTE, 0, 'second');
    assert.ok(Buffer.from(snapshotFrame(slot) ?? []).includes('second'));
  });
});
