/**
 * Where the user's caches are (transformed sources, and what V8 compiled of our bundles), for every way to start a run, and how they stay small: an entry is good
 * for a month, and the oldest ones go when there are too many.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const DAY_MS = 24 * 60 * 60 * 1000;
const MAX_AGE_MS = 30 * DAY_MS;
const MAX_BYTES = 256 << 20;
/** Its time says when the folder was tidied up last. */
const MARKER = 'tidied';

/** '' for nowhere: the user has no home. Whoever writes the first entry makes the folder, for the user alone. */
export function cacheFolder(): string {
  const home = process.env['XDG_CACHE_HOME'] ?? (os.homedir() === '' ? '' : path.join(os.homedir(), '.cache'));
  return home === '' ? '' : path.join(home, 'interleave');
}

export interface TidyOptions {
  readonly now?: number;
  readonly maxBytes?: number;
}

/**
 * Removes entries that are older than a month, then the oldest until `maxBytes` (256 MiB) are left; at most once a day, and never rejects. An entry that a run
 * wants at this moment is made again: nothing depends on it being there. Resolves to how many files went.
 */
export async function tidyCache(folder: string, { now = Date.now(), maxBytes = MAX_BYTES }: TidyOptions = {}): Promise<number> {
  try {
    if (folder === '' || !fs.existsSync(folder)) return 0;
    const marker = path.join(folder, MARKER);
    const last = fs.statSync(marker, { throwIfNoEntry: false });
    if (last !== undefined && now - last.mtimeMs < DAY_MS) return 0;
    fs.writeFileSync(marker, '', { mode: 0o600 });
    fs.utimesSync(marker, now / 1000, now / 1000);
    return await removeOld(folder, now, maxBytes);
  } catch {
    return 0; // a read-only disk, or another run that does the same
  }
}

async function removeOld(folder: string, now: number, maxBytes: number): Promise<number> {
  const newestFirst = (await entriesOf(folder)).toSorted((a, b) => b.mtimeMs - a.mtimeMs);
  let kept = 0;
  let removed = 0;
  for (const { file, size, mtimeMs } of newestFirst) {
    kept += size;
    if (now - mtimeMs <= MAX_AGE_MS && kept <= maxBytes) continue;
    await fs.promises.rm(file, { force: true });
    removed++;
  }
  return removed;
}

interface Entry {
  readonly file: string;
  readonly size: number;
  readonly mtimeMs: number;
}

/** Only what is named as our caches name their files: the folder could be anything that XDG_CACHE_HOME points at. */
async function entriesOf(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of await fs.promises.readdir(folder, { recursive: true })) {
    if (!/\.(?:ilt|ilc|tmp)$/.test(name)) continue;
    const file = path.join(folder, name);
    const stat = await fs.promises.lstat(file).catch(() => undefined);
    if (stat?.isFile()) entries.push({ file, size: stat.size, mtimeMs: stat.mtimeMs });
  }
  return entries;
}
