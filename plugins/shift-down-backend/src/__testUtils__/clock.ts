import type { Clock } from '../database/DatabaseClock';

/** The clock of this process, where one replica is all there is. @internal */
export const OWN_CLOCK: Clock = { now: () => new Date() };
