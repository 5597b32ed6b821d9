// What a fresh clone needs to be true of the repository itself.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface LockEntry {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function listFiles(pattern: string): string[] {
  return execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', pattern], { encoding: 'utf8' })
    .split('\0')
    .filter((name) => name !== '');
}

const readJson = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;

/** Whether a package of that name can be found from the folder of another, walking up as Node does. */
function isLocked(packages: Readonly<Record<string, LockEntry>>, from: string, name: string): boolean {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    if (packages[base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`]) return true;
    if (!base.includes('/node_modules/')) return packages[`node_modules/${name}`] !== undefined;
  }
}

describe('lockfiles', () => {
  for (const file of listFiles('*package-lock.json')) {
    const { packages } = readJson<{ packages: Readonly<Record<string, LockEntry>> }>(file);

    it(`name no registry, and hold a checksum for everything, in ${file}`, () => {
      const entries = Object.entries(packages).filter(([name, entry]) => name !== '' && !entry.link);
      assert.deepEqual(
        entries.filter(([, entry]) => entry.resolved !== undefined || !entry.integrity).map(([name]) => name),
        [],
      );
    });

    // npm leaves out what it could not find when it wrote the file, and then refuses the file everywhere.
    it(`hold the packages of every platform, in ${file}`, () => {
      const missing = Object.entries(packages).flatMap(([from, entry]) =>
        Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
          .filter((name) => !isLocked(packages, from, name))
          .map((name) => `${name}, wanted by ${from}`),
      );
      assert.deepEqual(missing, []);
    });
  }
});

describe('package.json', () => {
  const manifest = readJson<{ dependencies?: object; devDependencies: Readonly<Record<string, string>> }>('package.json');

  it('installs nothing at run time', () => {
    assert.equal(manifest.dependencies, undefined);
  });

  it('has a short list of exact development dependencies', () => {
    const entries = Object.entries(manifest.devDependencies);
    assert.ok(entries.length <= 20, `${entries.length} of them`);
    assert.deepEqual(
      entries.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version)),
      [],
    );
  });
});
