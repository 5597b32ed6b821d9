// expect: race.atomicity 12,6
// Two reports at once put their own zone in the place of the program's, and each puts back what it had read there: that of the other one stays.
const program = { zone: 'UTC' };

function report(name, zone, afterMs) {
  const realZone = program.zone;
  program.zone = zone;
  setTimeout(() => {
    console.log(name, program.zone);
  }, afterMs);
  setTimeout(() => {
    program.zone = realZone;
    console.log(name, program.zone);
  }, afterMs + 160);
}

setTimeout(report, 5, 'first', 'CET', 20);
setTimeout(report, 100, 'second', 'EST', 180);
