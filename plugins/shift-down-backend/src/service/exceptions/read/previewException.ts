import type { ExceptionContent } from '@shift-down/plugin-shift-down-policy';
import { problemsOfContent } from '@shift-down/plugin-shift-down-policy';
import { countOtherExceptions } from '../../../database/operations/exceptions/countOtherExceptions';
import { loadBasis } from '../../../database/operations/exceptions/loadBasis';
import { loadExceptedDays } from '../../../database/operations/exceptions/loadExceptedDays';
import type {
  ExceptionDraft,
  ExceptionPreview,
  ExceptionReader,
} from '../ExceptionCatalog';
import { toExpectation, toScope } from '../toContent';
import { loadClusterNames } from './clusterNames';
import type { ExceptionReadContext } from './context';
import { toPlans } from './plans';
import { describeRadius } from './radius';
import { titleOf } from './titleOf';
import { toLimits } from './toLimits';

/** No exception has it: plans name objects after one. */
const NONE = '00000000-0000-0000-0000-000000000000';

/** What a request would come to; changes nothing. @internal */
export async function previewException(
  context: ExceptionReadContext,
  draft: ExceptionDraft,
  reader: ExceptionReader,
): Promise<ExceptionPreview> {
  const { capabilities, clock, controls, database, rules } = context;
  const now = clock.now();
  const content = await toDraft(context, draft, now);
  const { basis, plans, reached } = await loadBasis(
    database,
    { id: NONE, content },
    capabilities,
  );
  const { severity } = reached;
  const [names, exceptedDays, others] = await Promise.all([
    loadClusterNames(database),
    loadExceptedDays(database, NONE, basis.reaches),
    countOtherExceptions(
      database,
      NONE,
      content.scope.entityRef,
      now.toISOString(),
    ),
  ]);
  return {
    severity,
    title: titleOf(content.expectation, controls),
    limits: toLimits(rules, severity),
    radius: await describeRadius(
      context,
      {
        items: reached.items.map(item => ({ ...item, covered: false })),
        workloads: reached.workloads,
        effectiveScopes: toldScopes(plans),
      },
      reader,
      names,
    ),
    exceptedDays,
    enforcement: await toPlans(context, plans, names),
    problems: problemsOfContent(
      content,
      { now, severity, rules, basis, exceptedDays },
      others,
    )
      // A draft has yet to say why.
      .filter(({ code }) => code !== 'missing-field')
      .map(({ message }) => message),
  };
}

/** Those of engines that are told. @internal */
export function toldScopes(
  plans: Awaited<ReturnType<typeof loadBasis>>['plans'],
) {
  return plans
    .filter(({ portalOnly }) => portalOnly === undefined)
    .map(({ effectiveScope }) => effectiveScope);
}

async function toDraft(
  { database, rules }: ExceptionReadContext,
  { expectation, from, scope, type, until }: ExceptionDraft,
  now: Date,
): Promise<ExceptionContent> {
  // Unless it is said: as short as every limit allows.
  const days = Math.min(
    ...Object.values(rules.limits).map(({ maxDays }) => maxDays),
  );
  return {
    type,
    expectation: toExpectation(expectation),
    scope: await toScope(database, scope),
    from: momentOf(from) ?? now.toISOString(),
    until:
      momentOf(until) ??
      new Date(now.getTime() + days * 86_400_000).toISOString(),
    category: 'other',
    justification: '',
    compensatingControls: '',
    ticket: '',
  };
}

/** As it is stored; what is no moment stays what it is, to be refused. */
function momentOf(text: string | undefined): string | undefined {
  if (text === undefined || text === '') {
    return undefined;
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}
