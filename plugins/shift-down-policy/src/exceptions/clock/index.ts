export { pauseDue, type ApprovedTime } from './pauseDue';
export { nextWorkingDayEnd, reviewDueAt } from './workingDays';
