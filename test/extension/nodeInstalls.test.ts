import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { installedNodes } from '../../src/extension/launch/nodeInstalls.ts';

describe('installedNodes', () => {
  let home: string;
  beforeEach(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-nodes-'));
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  const install = (...parts: readonly string[]): string => {
    const file = path.join(home, ...parts);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
    return file;
  };
  const found = async (env: NodeJS.ProcessEnv = {}, platform: NodeJS.Platform = 'linux'): Promise<string[]> =>
    (await installedNodes(home, env, platform)).filter((file) => file.startsWith(home)).toSorted();

  it('finds those of version managers, of all their versions', async () => {
    const files = [
      install('.nvm/versions/node/v20.1.0/bin/node'),
      install('.nvm/versions/node/v22.1.0/bin/node'),
      install('.local/share/fnm/node-versions/v24.0.0/installation/bin/node'),
      install('.volta/tools/image/node/24.1.0/bin/node'),
      install('.asdf/installs/nodejs/24.2.0/bin/node'),
    ];
    install('.nvm/versions/node/v18.0.0/README.md');
    assert.deepEqual(await found(), files.toSorted());
  });

  it('goes by the folders that the environment names, and by PATH', async () => {
    const own = install('nvm/versions/node/v20.1.0/bin/node');
    const onPath = install('bin/node');
    assert.deepEqual(await found({ NVM_DIR: path.join(home, 'nvm'), PATH: `relative${path.delimiter}${path.join(home, 'bin')}` }), [
      onPath,
      own,
    ]);
  });

  it('names an executable once', async () => {
    const file = install('.nvm/versions/node/v20.1.0/bin/node');
    const bin = path.join(home, 'bin');
    fs.mkdirSync(bin);
    fs.symlinkSync(file, path.join(bin, 'node'));
    assert.deepEqual(await found({ PATH: bin }), [path.join(bin, 'node')]);
  });
});
