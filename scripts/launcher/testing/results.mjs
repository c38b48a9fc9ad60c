/*
 * Counts of passed, failed and skipped tests, from the reports of the runners.
 */
import { readFile } from 'node:fs/promises';

export const NONE = { passed: 0, failed: 0, skipped: 0 };
export const PASSED = { ...NONE, passed: 1 };
export const FAILED = { ...NONE, failed: 1 };

export function add(a, b) {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  };
}

/** The line by which readers of a log recognise the outcome. */
export function summaryLine({ passed, failed, skipped }) {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** Jest's `--json`: a suite that could not run at all counts as a failure. */
export function countJest(report) {
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** Playwright's JSON reporter; a flaky test passed at last, and is not hidden. */
export function countPlaywright({ stats, errors = [] }) {
  return {
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected + errors.length,
    skipped: stats.skipped,
  };
}

/** The summary at the end of node:test's TAP. */
export function countTap(text) {
  const number = name =>
    Number(new RegExp(`^# ${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  };
}

/**
 * Reads a runner's report. A runner that failed without a failed test, or found no
 * test at all, has failed.
 */
export async function countReport(file, exitCode, count) {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return FAILED;
  }
  const counts = count(text);
  const nothingFailed = counts.failed === 0;
  if (nothingFailed && (exitCode !== 0 || counts.passed === 0)) {
    return add(counts, FAILED);
  }
  return counts;
}
