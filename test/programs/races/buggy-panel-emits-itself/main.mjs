// expect: race.order.last-write panel.mjs:15
// The panel tells whoever shows it that it has changed: an older answer comes behind the newer one, for another city than that on the panel.
import { Panel } from './panel.mjs';

const panel = new Panel();
let shown = '';
panel.on('changed', ({ city, days }) => {
  shown = `${city}: ${days.join(' ')}`;
});
setTimeout(() => panel.choose('bergen'), 5);
setTimeout(() => panel.choose('oslo'), 30);
setTimeout(() => console.log(shown), 160);
