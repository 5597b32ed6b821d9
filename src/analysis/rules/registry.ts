/** The list of rules, in the order in which they run: the more specific first, since a general one stays silent about what another has explained. */
import type { Rule } from '../analyze.ts';
import { allFailFastRule } from './allFailFast.ts';
import { atomicityRule } from './atomicity.ts';
import { blockedThreadsRule } from './blockedThreads.ts';
import { boundRule } from './bound.ts';
import { cancelledResetRule } from './cancelledReset.ts';
import { contextLostRule } from './contextLost.ts';
import { crashedEarlyRule } from './crashedEarly.ts';
import { cutWritesRule } from './cutWrites.ts';
import { deadlockRule } from './deadlock.ts';
import { earlyDoneRule } from './earlyDone.ts';
import { floatingRule } from './floating.ts';
import { fsRule } from './fsRaces.ts';
import { gatesRule } from './gates.ts';
import { handLocksRule } from './handLocks.ts';
import { hangRule } from './hang.ts';
import { hangChainsRule } from './hangChains.ts';
import { lockContentionRule } from './lockContention.ts';
import { lockGivenUpRule } from './lockGivenUp.ts';
import { lockOrderRule } from './lockOrderInversion.ts';
import { lockUseRule } from './lockUse.ts';
import { inFlightRule } from './inFlight.ts';
import { keptAfterCloseRule } from './keptAfterClose.ts';
import { leakAliveRule } from './leakAlive.ts';
import { leakDescriptorsRule } from './leakDescriptors.ts';
import { leakGrowthRule } from './leakGrowth.ts';
import { leftListenersRule } from './leftListeners.ts';
import { limitedWaitsRule } from './limitedWaits.ts';
import { listenerLeakRule } from './listenerLeak.ts';
import { loopBlockedRule } from './loopBlocked.ts';
import { lostAdditionsRule } from './lostAdditions.ts';
import { messageRacesRule } from './messageRaces.ts';
import { microtaskRule } from './microtaskStarvation.ts';
import { neverSettlesRule } from './neverSettles.ts';
import { noTimeoutRule } from './noTimeout.ts';
import { oneFlagRule } from './oneFlag.ts';
import { openJobsRule } from './openJobs.ts';
import { orderRule } from './order.ts';
import { oversubscribedRule } from './oversubscribed.ts';
import { foreignRemovalRule } from './foreignRemoval.ts';
import { ownValueRule } from './ownValue.ts';
import { overtakenRule } from './overtaken.ts';
import { refilledRule } from './refilled.ts';
import { portRule } from './ports.ts';
import { raceTimersRule } from './raceTimers.ts';
import { poolRule } from './poolSaturated.ts';
import { queueCallbacksRule } from './queueCallbacks.ts';
import { reentrancyRule } from './reentrancy.ts';
import { selfCountRule } from './selfCount.ts';
import { sequentialRule } from './sequential.ts';
import { sharedMemoryRule } from './sharedMemory.ts';
import { silentCountRule } from './silentCount.ts';
import { stampedeRule } from './stampede.ts';
import { syncApiRule } from './syncApi.ts';
import { threadLockOrderRule } from './threadLockOrder.ts';
import { toldRule } from './told.ts';
import { unansweredRule } from './unanswered.ts';
import { unhandledRule } from './unhandled.ts';
import { takenClosedRule } from './takenClosed.ts';
import { useAfterCloseRule } from './useAfterClose.ts';
import { walkedListsRule } from './walkedLists.ts';
import { workerUseRule } from './workerUse.ts';

export const RULES: readonly Rule[] = [
  unhandledRule,
  deadlockRule,
  queueCallbacksRule,
  handLocksRule,
  selfCountRule,
  blockedThreadsRule,
  limitedWaitsRule,
  toldRule,
  hangRule,
  hangChainsRule,
  openJobsRule,
  lockGivenUpRule,
  lockOrderRule,
  threadLockOrderRule,
  lockUseRule,
  lockContentionRule,
  atomicityRule,
  messageRacesRule,
  gatesRule,
  lostAdditionsRule,
  walkedListsRule,
  reentrancyRule,
  earlyDoneRule,
  inFlightRule,
  oneFlagRule,
  cancelledResetRule,
  silentCountRule,
  orderRule,
  crashedEarlyRule,
  ownValueRule,
  overtakenRule,
  refilledRule,
  foreignRemovalRule,
  useAfterCloseRule,
  takenClosedRule,
  keptAfterCloseRule,
  fsRule,
  portRule,
  sharedMemoryRule,
  loopBlockedRule,
  syncApiRule,
  microtaskRule,
  poolRule,
  leakAliveRule,
  raceTimersRule,
  leakGrowthRule,
  leakDescriptorsRule,
  listenerLeakRule,
  contextLostRule,
  unansweredRule,
  noTimeoutRule,
  neverSettlesRule,
  floatingRule,
  leftListenersRule,
  cutWritesRule,
  allFailFastRule,
  stampedeRule,
  sequentialRule,
  workerUseRule,
  oversubscribedRule,
  boundRule,
];
