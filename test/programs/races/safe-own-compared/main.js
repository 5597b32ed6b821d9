// expect: nothing
// The words of a sign are translated by their places; an answer for what the sign does not say any more is dropped.
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
