// expect: race.atomicity repo.mjs:10,repo.mjs:14,service.mjs:6,service.mjs:8
import { OrderService } from './service.mjs';
import { MemoryRepo } from './repo.mjs';

const repo = new MemoryRepo([{ id: 'o1', items: 0, version: 1 }]);
const service = new OrderService(repo);
await Promise.all([service.addItems('o1', 2), service.addItems('o1', 3), service.addItems('o1', 4)]);
console.log((await repo.load('o1')).items);
