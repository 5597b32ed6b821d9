// expect: lock.order-inversion 5,6 exit 0
// The inner jobs are over at once, and plain functions return their promises.
import { Mutex } from 'async-mutex';
const [stock, prices] = [new Mutex(), new Mutex()];
const sell = () => stock.runExclusive(() => prices.runExclusive(() => 1));
const mark = () => prices.runExclusive(() => stock.runExclusive(() => 2));
setTimeout(() => sell(), 1);
setTimeout(() => mark(), 1200);
