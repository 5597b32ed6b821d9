// The extension as a package (.vsix): what .vscodeignore lets in, with the pages that the editor shows made for it.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { packagedPage } from './packagedPage.mjs';
import { root } from './paths.mjs';

const PAGES = ['README.md', 'CHANGELOG.md'];

/** Writes the package to `target`. What is built is taken as it is. Returns its size. */
export async function makePackage(target) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-package-'));
  try {
    const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
    for (const name of ['.vscodeignore', ...files]) cpSync(path.join(root, name), path.join(folder, name));
    for (const name of PAGES) {
      const page = path.join(folder, name);
      writeFileSync(page, packagedPage(readFileSync(page, 'utf8')));
    }
    await createVSIX({ cwd: folder, packagePath: target, dependencies: false, allowMissingRepository: true, rewriteRelativeLinks: false });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return statSync(target).size;
}
