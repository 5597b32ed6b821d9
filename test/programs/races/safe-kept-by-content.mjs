// expect: nothing
// A file goes by the digest of what is in it: who moves his own over another's puts the same there.
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = await mkdtemp(join(tmpdir(), 'blobs-'));
async function put(text) {
  const id = createHash('sha256').update(text).digest('hex');
  const file = join(dir, id);
  const exists = await access(file).then(() => true, () => false);
  if (exists) return id;
  const draft = join(dir, `.${randomUUID()}`);
  await writeFile(draft, text);
  await rename(draft, file);
  return id;
}
await Promise.all([put('same'), put('same'), put('other')]);
console.log((await readdir(dir)).length);
await rm(dir, { recursive: true });
