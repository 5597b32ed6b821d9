// expect: race.check-then-act 7
// Nobody has one yet, so each asks for one, and all of them keep theirs.
function makeLeader(ask) {
  let leader = null;
  return function elect(name) {
    if (leader !== null) return;
    ask((err) => (err ? console.log('nobody') : (leader = name)));
  };
}

const elect = makeLeader((callback) => setTimeout(callback, 10, null));
elect('a');
elect('b');
setTimeout(() => elect('c'), 5);
