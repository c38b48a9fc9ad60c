/** Does to a cluster what an operation says. */
import { installCustomResources, removeCustomResource } from 'control-plane';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  aboutDeployment,
  deployment,
  namespace,
  networkPolicy,
  pod,
  policyReport,
} from '../cluster/objects';
import { KUBERNETES_ID } from '../cluster/shop';
import type { TestCluster } from '../cluster/TestCluster';
import type { Fault, Operation } from './operations';

/** One that no report of the others is of. */
const DEFINITION = 'vulnerabilityreports.aquasecurity.github.io';
const GROUP = 'openreports.io';

export async function perform(
  cluster: TestCluster,
  operation: Operation,
): Promise<void> {
  if ('namespace' in operation) {
    await change(cluster, operation);
  } else {
    await fail(cluster, operation);
  }
}

async function change(
  cluster: TestCluster,
  operation: Exclude<Operation, Fault>,
): Promise<void> {
  const { namespace: home } = operation;
  switch (operation.type) {
    case 'make-namespace':
      await cluster.apply(
        namespace(home, { 'shift-down.io/owner': 'team-shop' }),
      );
      break;
    case 'delete-namespace':
      await cluster.delete(namespace(home));
      break;
    case 'make-deployment':
      await cluster.apply(
        deployment(home, operation.name, {
          labels: { [KUBERNETES_ID]: operation.number % 2 ? 'shop' : 'cart' },
        }),
      );
      break;
    case 'change-deployment':
      await cluster.patch(
        `/apis/apps/v1/namespaces/${home}/deployments/${operation.name}`,
        {
          metadata: { labels: { number: `${operation.number}` } },
          spec: {
            replicas: operation.number % 4,
            // A new revision now and then: former ReplicaSets stay behind.
            ...(operation.number % 3 === 0 && {
              template: {
                metadata: { labels: { number: `${operation.number}` } },
              },
            }),
          },
        },
      );
      break;
    case 'delete-deployment':
      await cluster.delete(deployment(home, operation.name));
      break;
    case 'make-pod':
      await cluster.apply(pod(home, operation.name));
      break;
    case 'delete-pod':
      await cluster.delete(pod(home, operation.name));
      break;
    case 'make-policy':
      await cluster.apply(networkPolicy(home, operation.name));
      break;
    case 'delete-policy':
      await cluster.delete(networkPolicy(home, operation.name));
      break;
    case 'write-report':
      await cluster.apply(
        policyReport(
          home,
          operation.name,
          aboutDeployment(home, operation.about),
          operation.outcomes.map((result, index) => ({
            policy: `live-${index}`,
            result,
          })),
        ),
      );
      break;
    case 'delete-report':
    default:
      await cluster.delete(policyReport(home, operation.name, undefined, []));
  }
}

async function fail(cluster: TestCluster, fault: Fault): Promise<void> {
  const { proxy, server } = cluster;
  switch (fault.type) {
    case 'cut':
      proxy.cut(fault.how);
      break;
    case 'cut-after':
      proxy.cutAfter(fault.bytes);
      await sleep(fault.seconds * 1000);
      await proxy.pass();
      break;
    case 'refuse':
      await proxy.refuse();
      await sleep(fault.seconds * 1000);
      await proxy.pass();
      break;
    case 'silence':
      proxy.silence();
      await sleep(fault.seconds * 1000);
      await proxy.pass();
      break;
    case 'hang':
      server.apiServer.pause();
      await sleep(fault.seconds * 1000);
      server.apiServer.resume();
      break;
    case 'delay':
      proxy.delay(fault.milliseconds);
      await sleep(fault.seconds * 1000);
      await proxy.pass();
      break;
    case 'restart':
      await server.apiServer[fault.how]();
      await server.apiServer.start();
      break;
    case 'compact':
      await server.compact();
      proxy.cut();
      break;
    case 'rotate-token':
      await cluster.rotateToken();
      break;
    case 'remove-definition':
      await removeCustomResource(server, DEFINITION);
      break;
    case 'install-definition':
      await installCustomResources(server, [DEFINITION]);
      break;
    case 'forbid':
      await cluster.forbid(GROUP);
      break;
    case 'allow':
    default:
      await cluster.allow(GROUP);
  }
}
