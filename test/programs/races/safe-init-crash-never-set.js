// expect: nothing
/** It fails by what nobody would ever have set. */
'use strict';
function createReports(open) {
  let archive = null;
  const forget = () => (archive = null);
  return {
    forget,
    latest: () => archive.reports.at(-1),
    start() {
      let opened = 0;
      open((found) => {
        opened++;
        reports.seen = { found, opened };
      });
    },
  };
}

const reports = createReports((callback) => setTimeout(callback, 300, ['may', 'june']));
reports.start();
process.on('exit', () => console.log('end'));
setTimeout(() => console.log(reports.latest()), 20);
