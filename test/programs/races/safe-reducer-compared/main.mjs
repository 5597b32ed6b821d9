// expect: nothing
// What was compared before the wait is compared again, by the action or by the reducer, or is not what the action replaces, or was marked before.
import { makeStore } from './store.mjs';
import { garden } from './reducer.mjs';
import { askForRain, gust, lease, mow, water } from './garden.mjs';

const store = makeStore(garden);
store.dispatch({ type: 'garden/watered', litres: 20 });
const all = [water(1, 50), water(2, 60), lease(7, 'Odile'), lease(7, 'Per'), gust(35), gust(48), mow(3), mow(3)];
const rain = ['Odile', 'Per'].map(askForRain);
console.log(await Promise.all([...all, ...rain].map((action) => store.dispatch(action))));
console.log(store.getState().tank, store.getState().strongest, store.getState().answers.length);
