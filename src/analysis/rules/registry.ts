/** The list of rules, in the order in which they run: the more specific first, since a general one stays silent about what another has explained. */
import type { Rule } from '../analyze.ts';
import { allFailFastRule } from './promises/allFailFast.ts';
import { atomicityRule } from './races/atomicity.ts';
import { blockedThreadsRule } from './hangs/blockedThreads.ts';
import { boundRule } from './time/bound.ts';
import { cancelledResetRule } from './races/cancelledReset.ts';
import { contextBatchesRule } from './promises/contextBatches.ts';
import { contextLostRule } from './promises/contextLost.ts';
import { countedOutRule } from './races/countedOut.ts';
import { crashedEarlyRule } from './races/crashedEarly.ts';
import { cutWritesRule } from './promises/cutWrites.ts';
import { deadlockRule } from './hangs/deadlock.ts';
import { cutOutputRule } from './races/cutOutput.ts';
import { earlyDoneRule } from './races/earlyDone.ts';
import { markedEarlyRule } from './races/markedEarly.ts';
import { droppedStepRule } from './promises/droppedStep.ts';
import { earlyEndRule } from './promises/earlyEnd.ts';
import { exchangedRule } from './races/exchanged.ts';
import { failedBesideRule } from './races/failedBeside.ts';
import { fileLockRingsRule } from './locks/fileLockRings.ts';
import { floatingRule } from './promises/floating.ts';
import { fullPipesRule } from './hangs/fullPipes.ts';
import { openInputRule } from './hangs/openInput.ts';
import { fsClosedRule } from './files/fsClosed.ts';
import { wokenTogetherRule } from './races/wokenTogether.ts';
import { fsRule } from './files/fsRaces.ts';
import { gatesRule } from './races/gates.ts';
import { handLocksRule } from './locks/handLocks.ts';
import { hangRule } from './hangs/hang.ts';
import { heldSocketsRule } from './hangs/heldSockets.ts';
import { silentJobsRule } from './hangs/silentJobs.ts';
import { hangChainsRule } from './hangs/hangChains.ts';
import { queuedRequestsRule } from './locks/queuedRequests.ts';
import { lockContentionRule } from './locks/lockContention.ts';
import { lockGivenUpRule } from './locks/lockGivenUp.ts';
import { lockOrderRule } from './locks/lockOrderInversion.ts';
import { lockUseRule } from './locks/lockUse.ts';
import { inFlightRule } from './races/inFlight.ts';
import { keptAfterCloseRule } from './races/keptAfterClose.ts';
import { storedAfterRemovalRule } from './races/storedAfterRemoval.ts';
import { leakAliveRule } from './leaks/leakAlive.ts';
import { leakDescriptorsRule } from './leaks/leakDescriptors.ts';
import { leakGrowthRule } from './leaks/leakGrowth.ts';
import { leakSkippedRule } from './leaks/leakSkipped.ts';
import { leakStreamsRule } from './leaks/leakStreams.ts';
import { leakToEndRule } from './leaks/leakToEnd.ts';
import { leftExpiriesRule } from './leaks/leftExpiries.ts';
import { leftFileLocksRule } from './locks/leftFileLocks.ts';
import { leftListenersRule } from './promises/leftListeners.ts';
import { limitedWaitsRule } from './hangs/limitedWaits.ts';
import { listenedInTimeRule } from './races/listenedInTime.ts';
import { listenedLateRule } from './races/listenedLate.ts';
import { listenerLeakRule } from './leaks/listenerLeak.ts';
import { loopBlockedRule } from './time/loopBlocked.ts';
import { loopStuckRule } from './time/loopStuck.ts';
import { lostAdditionsRule } from './races/lostAdditions.ts';
import { lostMarkRule } from './races/lostMark.ts';
import { numberedTwiceRule } from './races/numberedTwice.ts';
import { madeTwiceRule } from './races/madeTwice.ts';
import { messageRacesRule } from './races/messageRaces.ts';
import { microtaskRule } from './time/microtaskStarvation.ts';
import { neverSettlesRule } from './hangs/neverSettles.ts';
import { noTimeoutRule } from './time/noTimeout.ts';
import { nothingLeftRule } from './hangs/nothingLeft.ts';
import { vainPollRule } from './hangs/vainPolls.ts';
import { beforeCallbackRule } from './races/beforeCallback.ts';
import { joinedByPlaceRule } from './races/joinedByPlace.ts';
import { lackedByWaitersRule } from './races/lackedByWaiters.ts';
import { leftUnwokenRule } from './races/leftUnwoken.ts';
import { oneFlagRule } from './races/oneFlag.ts';
import { otherAnswerRule } from './races/otherAnswer.ts';
import { idleTimersRule } from './races/idleTimers.ts';
import { droppedWithMoreRule } from './races/droppedWithMore.ts';
import { crossedChecksRule } from './races/crossedChecks.ts';
import { olderTimersRule } from './races/olderTimers.ts';
import { closedLaterRule } from './races/closedLater.ts';
import { leftOpenRule } from './races/leftOpen.ts';
import { leftTooEarlyRule } from './races/leftTooEarly.ts';
import { openedAfterCloseRule } from './races/openedAfterClose.ts';
import { stoppedEarlyRule } from './races/stoppedEarly.ts';
import { triedAfterCloseRule } from './races/triedAfterClose.ts';
import { openedByBothRule } from './races/openedByBoth.ts';
import { openedOverRule } from './races/openedOver.ts';
import { replacedUnendedRule } from './races/replacedUnended.ts';
import { rearmedRule } from './races/rearmed.ts';
import { replacedTimersRule } from './races/replacedTimers.ts';
import { openJobsRule } from './locks/openJobs.ts';
import { useBeforeInitRule } from './races/useBeforeInit.ts';
import { oversubscribedRule } from './time/oversubscribed.ts';
import { foreignRemovalRule } from './races/foreignRemoval.ts';
import { ownSettingRule } from './races/ownSetting.ts';
import { ownValueRule } from './races/ownValue.ts';
import { olderAnswerRule } from './races/olderAnswer.ts';
import { overtakenRule } from './races/overtaken.ts';
import { overwrittenWaiterRule } from './races/overwrittenWaiter.ts';
import { pushedLateRule } from './races/pushedLate.ts';
import { refilledRule } from './races/refilled.ts';
import { pastEventsRule } from './hangs/pastEvents.ts';
import { portRule } from './races/ports.ts';
import { raceTimersRule } from './leaks/raceTimers.ts';
import { poolRule } from './time/poolSaturated.ts';
import { queueCallbacksRule } from './locks/queueCallbacks.ts';
import { clearedTooEarlyRule } from './races/clearedTooEarly.ts';
import { closedUnderWayRule } from './races/closedUnderWay.ts';
import { readyEarlyRule } from './races/readyEarly.ts';
import { joinedGoneRule } from './races/joinedGone.ts';
import { removedInUseRule } from './races/removedInUse.ts';
import { droppedCallbackRule } from './races/droppedCallback.ts';
import { enteredTwiceRule } from './races/enteredTwice.ts';
import { reentrancyRule } from './races/reentrancy.ts';
import { selfCountRule } from './locks/selfCount.ts';
import { refusedRule } from './races/refused.ts';
import { restartedRule } from './races/restarted.ts';
import { registeredLateRule } from './races/registeredLate.ts';
import { sequentialRule } from './time/sequential.ts';
import { sharedMarkRule } from './races/sharedMark.ts';
import { sharedMemoryRule } from './races/sharedMemory.ts';
import { silentCountRule } from './races/silentCount.ts';
import { stampedeRule } from './races/stampede.ts';
import { syncApiRule } from './time/syncApi.ts';
import { threadLockOrderRule } from './locks/threadLockOrder.ts';
import { threadLockRingsRule } from './hangs/threadLockRings.ts';
import { lostWakeUpsRule } from './hangs/lostWakeUps.ts';
import { toldRule } from './hangs/told.ts';
import { refilledStaleRule } from './races/refilledStale.ts';
import { refilledTwiceRule } from './races/refilledTwice.ts';
import { answeredTwiceRule } from './races/answeredTwice.ts';
import { lostRacesRule } from './races/lostRaces.ts';
import { mixedRepliesRule } from './races/mixedReplies.ts';
import { revivedRule } from './races/revived.ts';
import { tornMoveRule } from './races/tornMove.ts';
import { tornPairRule } from './races/tornPair.ts';
import { tornReadsRule } from './races/tornReads.ts';
import { unansweredRule } from './hangs/unanswered.ts';
import { unansweredTestsRule } from './hangs/unansweredTests.ts';
import { unhandledRule } from './promises/unhandled.ts';
import { vainAwaitsRule } from './promises/vainAwaits.ts';
import { takenClosedRule } from './races/takenClosed.ts';
import { useAfterCloseRule } from './races/useAfterClose.ts';
import { walkedListsRule } from './races/walkedLists.ts';
import { workerUseRule } from './time/workerUse.ts';

export const RULES: readonly Rule[] = [
  unhandledRule,
  deadlockRule,
  queueCallbacksRule,
  handLocksRule,
  selfCountRule,
  fileLockRingsRule,
  leftFileLocksRule,
  blockedThreadsRule,
  limitedWaitsRule,
  toldRule,
  threadLockRingsRule,
  lostWakeUpsRule,
  fullPipesRule,
  openInputRule,
  hangRule,
  silentJobsRule,
  hangChainsRule,
  openJobsRule,
  lockGivenUpRule,
  lockOrderRule,
  threadLockOrderRule,
  lockUseRule,
  lockContentionRule,
  queuedRequestsRule,
  atomicityRule,
  messageRacesRule,
  gatesRule,
  joinedGoneRule,
  removedInUseRule,
  enteredTwiceRule,
  lostAdditionsRule,
  lostMarkRule,
  numberedTwiceRule,
  countedOutRule,
  sharedMarkRule,
  walkedListsRule,
  reentrancyRule,
  earlyDoneRule,
  markedEarlyRule,
  inFlightRule,
  oneFlagRule,
  joinedByPlaceRule,
  lackedByWaitersRule,
  leftUnwokenRule,
  otherAnswerRule,
  cancelledResetRule,
  silentCountRule,
  useBeforeInitRule,
  readyEarlyRule,
  closedUnderWayRule,
  registeredLateRule,
  listenedInTimeRule,
  listenedLateRule,
  crashedEarlyRule,
  cutOutputRule,
  ownSettingRule,
  ownValueRule,
  overtakenRule,
  overwrittenWaiterRule,
  pushedLateRule,
  refilledRule,
  tornPairRule,
  tornReadsRule,
  tornMoveRule,
  foreignRemovalRule,
  olderAnswerRule,
  beforeCallbackRule,
  useAfterCloseRule,
  takenClosedRule,
  keptAfterCloseRule,
  openedAfterCloseRule,
  stoppedEarlyRule,
  leftTooEarlyRule,
  triedAfterCloseRule,
  rearmedRule,
  clearedTooEarlyRule,
  replacedTimersRule,
  leftOpenRule,
  olderTimersRule,
  idleTimersRule,
  closedLaterRule,
  failedBesideRule,
  exchangedRule,
  refusedRule,
  crossedChecksRule,
  droppedWithMoreRule,
  restartedRule,
  droppedCallbackRule,
  madeTwiceRule,
  openedByBothRule,
  openedOverRule,
  replacedUnendedRule,
  storedAfterRemovalRule,
  refilledStaleRule,
  refilledTwiceRule,
  revivedRule,
  answeredTwiceRule,
  lostRacesRule,
  mixedRepliesRule,
  fsRule,
  fsClosedRule,
  wokenTogetherRule,
  portRule,
  sharedMemoryRule,
  loopBlockedRule,
  loopStuckRule,
  syncApiRule,
  microtaskRule,
  poolRule,
  leakAliveRule,
  raceTimersRule,
  leakGrowthRule,
  leakDescriptorsRule,
  leakStreamsRule,
  leakSkippedRule,
  leakToEndRule,
  leftExpiriesRule,
  listenerLeakRule,
  contextLostRule,
  contextBatchesRule,
  unansweredRule,
  unansweredTestsRule,
  heldSocketsRule,
  pastEventsRule,
  noTimeoutRule,
  nothingLeftRule,
  vainPollRule,
  neverSettlesRule,
  floatingRule,
  leftListenersRule,
  earlyEndRule,
  droppedStepRule,
  cutWritesRule,
  vainAwaitsRule,
  allFailFastRule,
  stampedeRule,
  sequentialRule,
  workerUseRule,
  oversubscribedRule,
  boundRule,
];
