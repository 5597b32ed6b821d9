'use strict';

/** What it looks at takes its time; the loaf that is burnt is looked at for ever. */
function baked(oven, loaf) {
  return new Promise((resolve, reject) => {
    const timer = setInterval(async () => {
      const colour = await oven.look(loaf);
      if (colour === 'burnt') return reject(new Error(`${loaf} is burnt`));
      if (colour === 'brown') {
        clearInterval(timer);
        resolve(loaf);
      }
    }, 20);
  });
}

module.exports = { baked };
