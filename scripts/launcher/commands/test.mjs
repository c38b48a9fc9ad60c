// npm test: every step for which this machine has the parts, then what was skipped.
// With --ci nothing may be skipped; --only NAME (repeatable) chooses steps.
import { parseArgs } from 'node:util';
import { LauncherError, say, seconds } from '../console.mjs';
import { setUp } from '../setup.mjs';
import { beginEarly, howToGet, provide } from '../testing/parts.mjs';
import { FAILED, NONE, add, summaryLine } from '../testing/results.mjs';
import { STEPS, selectSteps } from '../testing/steps.mjs';

export async function run(args) {
  const { ci, only, list } = readOptions(args);
  if (list) {
    STEPS.forEach(step => say(`${step.name.padEnd(16)}${step.about}`));
    return 0;
  }
  const steps = selectSteps(only);
  beginEarly(steps);
  const { node, env } = await setUp();

  let total = NONE;
  const ran = [];
  const skipped = [];
  for (const step of steps) {
    const startedAt = Date.now();
    const { variables, missing, lacking, broken } = await provideParts(step);
    skipped.push(...lacking);
    if (broken) {
      say(`\n── ${step.name}: ${step.about}\n${broken}`);
      total = add(total, FAILED);
      ran.push(`✗ ${step.name.padEnd(16)}could not begin`);
      continue;
    }
    if (missing.length > 0) {
      skipped.push({ what: `${step.name}: ${step.about}`, parts: missing });
      continue;
    }
    say(`\n── ${step.name}: ${step.about}`);
    const counts = await step.run({ node, env: { ...env, ...variables } });
    total = add(total, counts);
    const mark = counts.failed > 0 ? '✗' : '✓';
    ran.push(
      `${mark} ${step.name.padEnd(16)}${summaryLine(counts)} (${seconds(
        startedAt,
      )})`,
    );
    say(ran.at(-1));
  }

  say('\nRan:');
  ran.forEach(line => say(`  ${line}`));
  if (skipped.length > 0) {
    say(ci ? '\nMissing, which is a failure here:' : '\nSkipped:');
    for (const { what, parts } of skipped) {
      say(`  ${what} — ${parts.map(howToGet).join('; ')}`);
      total = add(total, ci ? FAILED : { ...NONE, skipped: 1 });
    }
  }
  if (ci && total.skipped > 0) {
    say('\nA test says that it is skipped, which is a failure here.');
    total = add(total, FAILED);
  }
  say(`\n${summaryLine(total)}`);
  return total.failed > 0 ? 1 : 0;
}

/** Starts what a step needs and wants, and tells what isn't there or did not start. */
async function provideParts({ needs = [], wants = {} }) {
  let variables = {};
  const missing = [];
  const lacking = [];
  for (const part of [...needs, ...Object.keys(wants)]) {
    let provided;
    try {
      provided = await provide(part);
    } catch (error) {
      if (error instanceof LauncherError) {
        return { missing, lacking, broken: error.message };
      }
      throw error;
    }
    if (provided) {
      variables = { ...variables, ...provided };
    } else if (wants[part]) {
      lacking.push({ what: wants[part], parts: [part] });
    } else {
      missing.push(part);
    }
  }
  return { variables, missing, lacking };
}

function readOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        ci: { type: 'boolean', default: false },
        only: { type: 'string', multiple: true, default: [] },
        list: { type: 'boolean', default: false },
      },
    });
    return {
      ...values,
      only: values.only.flatMap(names => names.split(',')),
    };
  } catch (error) {
    throw new LauncherError(
      `${error.message}\nUsage: npm test [-- --only <step>] [--list] [--ci]`,
    );
  }
}
