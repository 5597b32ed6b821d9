import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { A_FD, A_PID, arenaHeader, claimSlot, createArena, snapshotFrame } from '../../src/preload/arena.ts';
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
    // The owner may lose the processor anywhere: here it has written the new number, and the old events are still behind it.
    const seen: (Uint8Array | undefined)[] = [];
    let isBeginning = false;
    const watched = new Proxy(header, {
      get(target, key) {
        if (isBeginning && key === String(A_PID)) seen.push(snapshotFrame(slot));
        return Reflect.get(target, key) as unknown;
      },
    });
    startRecorder(slot, watched, 0);
    emit(OP_NOTE, 0, 'first');
    assert.ok(snapshotFrame(slot));
    isBeginning = true;
    flush();
    isBeginning = false;
    assert.deepEqual(seen, [undefined]);
    emit(OP_NOTE, 0, 'second');
    assert.ok(Buffer.from(snapshotFrame(slot) ?? []).includes('second'));
  });
});
