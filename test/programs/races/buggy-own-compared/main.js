// expect: race.atomicity main.js:10,main.js:8
// The words of a sign are translated by their places; the sign says something else before the answer is there.
'use strict';
const { translate } = require('./translate.js');

const sign = {
  text: '',
  words: () => sign.text,
  say(text) {
    sign.text = text;
    translate(sign)
      .then((lines) => {
        if (lines) sign.lines = lines;
      })
      .catch((error) => console.error(error));
  },
};

sign.say('mind the gap');
setTimeout(() => sign.say('stand clear'), 5);
process.on('exit', () => console.log(sign.lines.join(', ')));
