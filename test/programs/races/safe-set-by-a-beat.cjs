// expect: nothing
'use strict';

/** The steps are laid out by the clock, one of them by an interval. */
const view = { page: null };
const load = (name) => new Promise((resolve) => setTimeout(resolve, 20, { name }));
const clicks = ['home', 'settings'];

const timer = setInterval(() => {
  const name = clicks.shift();
  if (clicks.length === 0) clearInterval(timer);
  if (name === 'settings') {
    load(name).then((page) => {
      view.page = page;
    });
  }
}, 10);

setTimeout(() => console.log(view.page.name), 600);
