// expect: race.order.use-before-init 7,12
/** The use ends the program before the value is set: there is no write to compare it with. */
'use strict';
function createReports(open) {
  let archive = null;
  return {
    latest: () => archive.reports.at(-1),
    start() {
      let opened = 0;
      open((found) => {
        opened++;
        archive = { reports: found, opened };
      });
    },
  };
}

const reports = createReports((callback) => setTimeout(callback, 300, ['may', 'june']));
reports.start();
process.on('exit', () => console.log('end'));
setTimeout(() => console.log(reports.latest()), 20);
