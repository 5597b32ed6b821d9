// expect: race.check-then-act session.js:6,session.js:8
'use strict';
const session = require('./session');

async function page(path) {
  await session.ensureLogin();
  return `${path} as ${session.user}`;
}

Promise.all(['/a', '/b', '/c'].map(page)).then((pages) => {
  console.log(pages.join('\n'));
  console.log('logins', session.logins);
});
