// expect: race.atomicity service.mjs:14
// Layers whose methods go by the same names: the one that works a balance out is told, not those that hand it on.
import { AccountRepo } from './repo.mjs';
import { AccountService } from './service.mjs';

const service = new AccountService(new AccountRepo());
await Promise.all([service.withdraw('a', 10), service.withdraw('a', 20)]);
console.log((await service.find('a')).balance < 100);
