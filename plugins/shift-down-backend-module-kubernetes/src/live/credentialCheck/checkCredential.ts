/** Tries what collecting needs, for the test button of the Sources page. */
import { isError } from '@backstage/errors';
import type {
  SourceCheck,
  SourceTest,
} from '@shift-down/plugin-shift-down-node';
import { z } from 'zod';
import { askJson } from '../answer';
import type { ClusterConnection } from '../connection/ClusterConnection';
import { discover } from '../discovery/discover';
import { AnswerError } from '../listwatch/AnswerError';
import { readClusterUid } from '../readClusterUid';
import { RESOURCES } from '../resources';
import { checkExcess } from './excess';
import { checkNeeds } from './needs';
import { mayI, whoAmI, type AccessAttributes } from './reviews';

const ANSWER_MILLISECONDS = 15_000;

const version = z.object({ gitVersion: z.string() });

/**
 * Asks the API server what the credential is and may do; changes nothing. What fails is
 * told in the checks.
 *
 * @param options - `namespaces` where the credential is good for these only.
 * @throws ConnectionError `aborted`, if aborted.
 * @internal
 */
export async function checkCredential(
  connection: ClusterConnection,
  options: { signal: AbortSignal; namespaces?: string[] },
): Promise<SourceTest> {
  const { signal, namespaces } = options;
  const asking = { signal, milliseconds: ANSWER_MILLISECONDS };
  const checks: SourceCheck[] = [];
  const add = async (
    name: string,
    check: () => Promise<Omit<SourceCheck, 'name'>>,
  ) => {
    const { outcome, message } = await check().catch(error =>
      failure(error, signal),
    );
    checks.push({ name, outcome, message });
    return outcome !== 'failed';
  };
  const addAll = async (name: string, check: () => Promise<SourceCheck[]>) => {
    try {
      checks.push(...(await check()));
    } catch (error) {
      checks.push({ name, ...failure(error, signal) });
    }
  };

  const reached = await add('reach the API server', async () => {
    const { gitVersion } = version.parse(
      await askJson(connection, '/version', asking),
    );
    return { outcome: 'passed', message: `Kubernetes ${gitVersion}.` };
  });
  await add('TLS', () => describeTls(connection, reached, signal));
  if (!reached) {
    return { checks };
  }
  let groups: string[] = [];
  await add('who the credential is', async () => {
    const user = await whoAmI(connection, signal);
    groups = user.groups;
    return {
      outcome: 'passed',
      message: `${user.username}${
        groups.length > 0 ? `, of ${groups.join(', ')}` : ''
      }.`,
    };
  });
  await add('which cluster it is', async () => ({
    outcome: 'passed',
    message: `Its kube-system has the UID ${await readClusterUid(
      connection,
      asking,
    )}.`,
  }));

  const may = (attributes: AccessAttributes) =>
    mayI(connection, attributes, signal);
  await addAll('list and watch', async () => {
    const wanted = new Set(RESOURCES.map(({ group }) => group));
    const served = await discover(connection, wanted, asking);
    return checkNeeds(served, namespaces, may);
  });
  await addAll('no more rights than a collector needs', () =>
    checkExcess(namespaces, groups, may),
  );
  return { checks };
}

async function describeTls(
  connection: ClusterConnection,
  reached: boolean,
  signal: AbortSignal,
): Promise<Omit<SourceCheck, 'name'>> {
  const { server, tls, trust, proxy } = await connection.describe(signal);
  const way = `${server}${proxy ? ` by way of ${proxy}` : ''}`;
  if (tls === 'verified') {
    return reached
      ? { outcome: 'passed', message: `${way}, checked with ${trust}.` }
      : { outcome: 'skipped', message: `${way}, to be checked with ${trust}.` };
  }
  return {
    outcome: 'warning',
    message:
      tls === 'none'
        ? `${way} is asked without TLS.`
        : `Whoever answers at ${way} is believed. Name the cluster's own authority instead.`,
  };
}

function failure(
  error: unknown,
  signal: AbortSignal,
): Omit<SourceCheck, 'name'> {
  if (signal.aborted) {
    throw error;
  }
  if (error instanceof AnswerError) {
    switch (error.status) {
      case 401:
        return {
          outcome: 'failed',
          message:
            'The API server does not accept the credential (401). Renew it, or correct it in the configuration of the cluster.',
        };
      case 404:
        return {
          outcome: 'skipped',
          message: 'This API server does not tell.',
        };
      default:
        return { outcome: 'failed', message: error.message };
    }
  }
  if (error instanceof z.ZodError || error instanceof SyntaxError) {
    return {
      outcome: 'failed',
      message:
        'What answers is not a Kubernetes API server; correct the address.',
    };
  }
  return {
    outcome: 'failed',
    message: isError(error) ? error.message : 'No answer.',
  };
}
