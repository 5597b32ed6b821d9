// expect: race.atomicity 13,7
// The members of the crew are those that the outer look found; they are stored after the look at the sailor.
const { Fleet } = require('./fleet.js');

const fleet = new Fleet();

function board(crew, sailor, done) {
  fleet.lookUp(crew, (error, { members }) => {
    if (error) return done(error);
    if (members.length >= 2) return done(null);
    fleet.lookUp(sailor, (missing) => {
      if (missing) return done(missing);
      fleet.rewrite(crew, { members: members.concat(sailor) }, done);
    });
  });
}

let open = 2;
const over = (error) => {
  if (error) throw error;
  if (--open === 0) fleet.lookUp('crew', (_, { members }) => console.log(members.length));
};
board('crew', 'ann', over);
board('crew', 'bo', over);
