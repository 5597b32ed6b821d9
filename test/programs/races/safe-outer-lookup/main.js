// expect: nothing
// The crew is looked up, and then the sailor; the crew is changed in one step. The look at the sailor says nothing of the crew.
'use strict';
const Fleet = require('./fleet');
const createCrews = require('./crews');

const fleet = new Fleet();
const crews = createCrews(fleet);
let open = 0;

['bob', 'cid'].forEach((sailor) => {
  open++;
  crews.board('crew', sailor, (error) => {
    if (error) console.error(error.message);
    if (--open === 0) {
      fleet.lookUp('crew', (failed, { members }) => console.log('members', members.length));
    }
  });
});
