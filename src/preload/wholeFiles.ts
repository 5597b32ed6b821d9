/**
 * Reads and replaces whole files of ours in the middle of a program. Node's `readFileSync` and `writeFileSync` call `fs.openSync`, `fs.readSync` and others by name, and what a
 * program has put there (a test's spy, an instrumentation of `fs`) would be called for us: so these are the functions below, as they were when this file was loaded.
 */
import fs from 'node:fs';
import process from 'node:process';

const { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, unlinkSync, writeSync } = fs;
const { hrtime } = process;

/** Throws what the file system says when there is no such file. */
function read(file: string): Buffer {
  const fd = openSync(file, 'r');
  try {
    const data = Buffer.allocUnsafeSlow(fstatSync(fd).size);
    let length = 0;
    for (let count = -1; count !== 0; length += count) {
      count = readSync(fd, data, length, data.length - length, null);
    }
    return data.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

function write(file: string, data: Buffer): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    for (let at = 0; at < data.length;) {
      at += writeSync(fd, data, at, data.length - at, null);
    }
  } finally {
    closeSync(fd);
  }
}

/**
 * Writes `name` in `folder`, which is made when needed, under a temporary name first, so that nobody ever reads half of it. Neither is open to other users. A disk that is
 * full or may not be written leaves what was there.
 */
function replace(folder: string, name: string, data: Buffer): void {
  const target = `${folder}/${name}`;
  const temporary = `${target}.${process.pid}.${hrtime().join('.')}.tmp`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    write(temporary, data);
    renameSync(temporary, target);
  } catch {
    try {
      unlinkSync(temporary);
    } catch {
      // it was not even made
    }
  }
}

export const wholeFiles = { read, replace };
