/** Where version managers and installers put Node: the executables that are on this machine. */
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';

/** Each with `*` for any one name. */
function patterns(home: string, env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const onPath = (env['PATH'] ?? '').split(path.delimiter).filter((each) => path.isAbsolute(each));
  if (platform === 'win32') {
    const { NVM_HOME, APPDATA = '', LOCALAPPDATA = '', ProgramFiles = '' } = env;
    const managed = [NVM_HOME, `${APPDATA}/nvm`].map((folder) => `${folder}/*/node.exe`);
    const others = [
      `${ProgramFiles}/nodejs/node.exe`,
      `${LOCALAPPDATA}/Volta/tools/image/node/*/node.exe`,
      `${APPDATA}/fnm/node-versions/*/installation/node.exe`,
    ];
    return [...onPath.map((folder) => `${folder}/node.exe`), ...managed, ...others].filter((each) => path.isAbsolute(each));
  }
  const managed = [
    `${env['NVM_DIR'] ?? `${home}/.nvm`}/versions/node/*`,
    `${home}/.local/share/fnm/node-versions/*/installation`,
    `${home}/Library/Application Support/fnm/node-versions/*/installation`,
    `${home}/.volta/tools/image/node/*`,
    `${home}/.asdf/installs/nodejs/*`,
    `${home}/.local/share/mise/installs/node/*`,
    `${home}/.nodenv/versions/*`,
    `${env['N_PREFIX'] ?? '/usr/local'}/n/versions/node/*`,
    '/opt/homebrew/opt/*',
    '/usr/local',
    '/usr',
  ];
  return [...onPath.map((folder) => `${folder}/node`), ...managed.map((folder) => `${folder}/bin/node`)];
}

/** Absolute paths, each executable once. */
export async function installedNodes(home: string, env: NodeJS.ProcessEnv, platform = process.platform): Promise<string[]> {
  const found = await Promise.all(patterns(home, env, platform).map((pattern) => expand(pattern.split('/'))));
  const byTarget = new Map<string, string>();
  for (const file of found.flat()) {
    const target = await realpath(file).catch(() => undefined);
    if (target !== undefined && !byTarget.has(target)) byTarget.set(target, file);
  }
  return [...byTarget.values()];
}

/** The files and folders that a path with `*` stands for. */
async function expand(parts: readonly string[]): Promise<string[]> {
  const at = parts.indexOf('*');
  if (at === -1) return [parts.join(path.sep)];
  const folder = parts.slice(0, at);
  const names = await readdir(folder.join(path.sep)).catch(() => []);
  const below = await Promise.all(names.map((name) => expand([...folder, name, ...parts.slice(at + 1)])));
  return below.flat();
}
