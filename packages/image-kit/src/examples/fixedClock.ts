/**
 * Lets the process live at a moment in the past, for what is generated must fit into the
 * recording that it belongs to, certificates among it.
 */
export function fixClock(moment: string): void {
  const now = Date.parse(moment);
  const RealDate = Date;
  class FixedDate extends RealDate {
    constructor(...parts: unknown[]) {
      super(...((parts.length > 0 ? parts : [now]) as [number]));
    }

    static now(): number {
      return now;
    }
  }
  globalThis.Date = FixedDate as DateConstructor;
}
