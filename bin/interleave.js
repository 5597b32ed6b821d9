#!/usr/bin/env node
// The command of the package. In a fresh checkout nothing is built yet: then that is done first.
'use strict';
const { spawnSync } = require('node:child_process');
const { existsSync } = require('node:fs');
const path = require('node:path');

const cli = path.join(__dirname, '..', 'dist', 'cli.js');
if (!existsSync(cli)) {
  console.error('interleave ▸ building, once');
  const build = path.join(__dirname, '..', 'scripts', 'build.mjs');
  // Its words go to stderr, as all of ours.
  const { status } = spawnSync(process.execPath, [build], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(3);
}
require(cli);
