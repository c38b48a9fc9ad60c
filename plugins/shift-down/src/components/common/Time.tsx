import { DateTime } from 'luxon';

/** A moment in words ("3 days ago"), with the full date on hover. */
export function Time(props: { at: string }) {
  const moment = DateTime.fromISO(props.at);
  if (!moment.isValid) {
    return <span>{props.at}</span>;
  }
  return (
    <time
      dateTime={props.at}
      title={moment.toLocaleString(DateTime.DATETIME_FULL)}
    >
      {moment.toRelative()}
    </time>
  );
}

/** {@link Time} as plain text, for labels and sentences. */
export function timeAgo(at: string): string {
  return DateTime.fromISO(at).toRelative() ?? at;
}

/** A calendar day in words. */
export function formatDay(at: string): string {
  const moment = DateTime.fromISO(at);
  return moment.isValid ? moment.toLocaleString(DateTime.DATE_FULL) : at;
}
