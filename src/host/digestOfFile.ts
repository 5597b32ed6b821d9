/** Digest of a file as it is on the disk, as the sites of a trace have it of what ran. */
import fs from 'node:fs';
import { digestBytes } from '../wire/digest.ts';

/** What is larger is no source. */
const MAX_BYTES = 16 << 20;

/** '' for what cannot be read. */
export function digestOfFile(file: string): string {
  try {
    const stat = fs.statSync(file);
    return stat.isFile() && stat.size <= MAX_BYTES ? digestBytes(fs.readFileSync(file)) : '';
  } catch {
    return '';
  }
}
