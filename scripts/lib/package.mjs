// The extension as a package (.vsix): what .vscodeignore lets in, with the pages that the editor shows made for it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { packagedPage } from './packagedPage.mjs';
import { root } from './paths.mjs';

const PAGES = ['README.md', 'CHANGELOG.md'];

/** Copies the sources and what is built of them to `folder`: the package's tool looks at every file below where it works, and most of those here are installed. */
export function copySources(folder) {
  const git = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const sources = execFileSync('git', git, { cwd: root, encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '' && existsSync(path.join(root, name)));
  const built = readdirSync(path.join(root, 'dist')).map((name) => `dist/${name}`);
  for (const name of [...sources, ...built]) cpSync(path.join(root, name), path.join(folder, name), { recursive: true });
}

/** Writes the package to `target`. What is built is taken as it is. Returns its size. */
export async function makePackage(target) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'interleave-package-'));
  try {
    copySources(folder);
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
