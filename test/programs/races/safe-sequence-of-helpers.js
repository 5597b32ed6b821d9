// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
const build = { stage: 'new', artefacts: [] };

async function compile() {
  const before = build.artefacts;
  await delay(2);
  build.artefacts = [...before, 'main.js'];
  build.stage = 'compiled';
}
async function bundle() {
  if (build.stage !== 'compiled') throw new Error('too early');
  await delay(2);
  build.stage = 'bundled';
  build.artefacts = [...build.artefacts, 'bundle.js'];
}
async function publish() {
  if (build.stage === 'bundled') {
    await delay(1);
    build.stage = 'published';
  }
}

(async () => {
  await compile();
  await bundle();
  await publish();
  console.log(build.stage, build.artefacts.join());
})();
