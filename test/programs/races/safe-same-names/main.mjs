// expect: nothing
// Near twin of buggy-same-names: the layer that works a balance out lets one in at a time.
import { AccountRepo } from './repo.mjs';
import { AccountService } from './service.mjs';

const service = new AccountService(new AccountRepo());
await Promise.all([service.withdraw('a', 10), service.withdraw('a', 20), service.update('a', { owner: 'Ann' })]);
console.log((await service.find('a')).balance);
