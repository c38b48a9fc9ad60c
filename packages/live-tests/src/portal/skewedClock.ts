/**
 * A clock that is wrong by `PORTAL_CLOCK_SKEW` milliseconds, for the whole process.
 * Loaded before everything else, so that nobody holds the right one.
 */
const skew = Number(process.env.PORTAL_CLOCK_SKEW ?? 0);

if (skew !== 0) {
  const RightDate = Date;
  const now = () => RightDate.now() + skew;
  globalThis.Date = new Proxy(RightDate, {
    apply: () => new RightDate(now()).toString(),
    construct: (target, given, newTarget) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        newTarget,
      ),
    get: (target, name, receiver) =>
      name === 'now' ? now : Reflect.get(target, name, receiver),
  });
}

export {};
