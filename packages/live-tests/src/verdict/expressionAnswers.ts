/** What we and the API server make of a CEL expression: its value in words, or its error. */
import {
  evaluateAdmissionPolicies,
  isAdmissionInput,
  parseAdmissionPolicies,
  prepareAdmissionInput,
  type JsonObject,
  type KubernetesObject,
} from '@shift-down/plugin-shift-down-policy';
import {
  applyObjects,
  type ControlPlane,
  type KubernetesObject as NamedObject,
} from 'control-plane';
import { dryRun } from './dryRun';
import type { TypedExpression } from './generate/expressions';
import type { Tally } from './Tally';

const API_VERSION = 'admissionregistration.k8s.io/v1';
const POLICIES = `/apis/${API_VERSION}/validatingadmissionpolicies`;
/** So few that no warning is left out. */
const TOGETHER = 5;

export interface ExpressionPolicy {
  name: string;
  validations: JsonObject[];
  objects: KubernetesObject[];
}

/** Makes policies that always warn of what their expressions come to. */
export async function applyExpressions(
  server: ControlPlane,
  expressions: readonly TypedExpression[],
): Promise<ExpressionPolicy[]> {
  const validations = (
    await Promise.all(
      expressions.map(async ({ source, shown }) => {
        const validation = {
          expression: `size([dyn(${source})]) == 0`,
          messageExpression: `'is ' + ${shown}`,
        };
        // It refuses constants that can't be computed, which says nothing of the others.
        const { ok } = await server.request(`${POLICIES}?dryRun=All`, {
          method: 'POST',
          json: policyOf('tried', [validation]),
        });
        return ok ? [validation] : [];
      }),
    )
  ).flat();
  const policies: ExpressionPolicy[] = [];
  for (let at = 0; at < validations.length; at += TOGETHER) {
    const name = `expressions-${at}`;
    const mine = validations.slice(at, at + TOGETHER);
    const binding = {
      apiVersion: API_VERSION,
      kind: 'ValidatingAdmissionPolicyBinding',
      metadata: { name },
      spec: { policyName: name, validationActions: ['Warn'] },
    };
    const objects = [policyOf(name, mine), binding];
    policies.push({ name, validations: mine, objects });
  }
  await applyObjects(
    server,
    policies.flatMap(({ objects }) => objects) as unknown as NamedObject[],
  );
  return policies;
}

function policyOf(name: string, validations: JsonObject[]): KubernetesObject {
  return {
    apiVersion: API_VERSION,
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name },
    spec: {
      matchConstraints: {
        objectSelector: { matchLabels: { expressions: name } },
        resourceRules: [
          {
            apiGroups: [''],
            apiVersions: ['v1'],
            operations: ['CREATE'],
            resources: ['configmaps'],
          },
        ],
      },
      validations,
    },
  };
}

export async function expressionDisagreements(
  server: ControlPlane,
  { name, validations, objects }: ExpressionPolicy,
  tally: Tally,
): Promise<string[]> {
  const object = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'generated',
      namespace: 'default',
      labels: { expressions: name },
    },
    data: { text: 'some text', number: '12' },
  };
  const theirs = await dryRun(server, object);
  const input = prepareAdmissionInput(object);
  const { policies, problems } = parseAdmissionPolicies(objects);
  if (theirs.status !== 'created' || !isAdmissionInput(input)) {
    return [`${JSON.stringify(theirs)} there, ${JSON.stringify(input)} here`];
  }
  const prefix = `Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${name}': `;
  const said = theirs.warnings
    .filter(warning => warning.startsWith(prefix))
    .map(warning => warning.slice(prefix.length));
  const verdicts = evaluateAdmissionPolicies(input, policies);
  const disagreements = problems.map(({ message }) => `invalid: ${message}`);
  verdicts.forEach((verdict, index) => {
    const { result, reason, messageUnknown, violations } = verdict;
    if (result === 'unknown' || messageUnknown) {
      tally.unknown(messageUnknown || reason);
      return;
    }
    const ours = violations[0]?.message ?? result;
    const { expression } = validations[index];
    // The wording of errors that it did not foresee is nobody's business.
    const unforeseen = `expression '${expression}' resulted in error: internal error: `;
    if (
      said.includes(ours) ||
      (ours.includes(`resulted in error`) &&
        said.some(it => it.startsWith(unforeseen)))
    ) {
      tally.agreed('deny');
    } else {
      disagreements.push(
        `${expression}\nhere:\n  ${ours}\namong these there:\n  ${said.join(
          '\n  ',
        )}`,
      );
    }
  });
  return disagreements;
}
