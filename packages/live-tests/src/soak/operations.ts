/**
 * What happens to a cluster and to the way to it, by chance. Pure: which operation
 * comes next depends on the seed and on those before it, never on a clock.
 */
import { Random } from './random';

export type Operation =
  | { type: 'make-namespace' | 'delete-namespace'; namespace: string }
  | {
      type:
        | 'make-deployment'
        | 'change-deployment'
        | 'delete-deployment'
        | 'make-pod'
        | 'delete-pod'
        | 'make-policy'
        | 'delete-policy';
      namespace: string;
      name: string;
      /** Tells one change from another. */
      number: number;
    }
  | {
      type: 'write-report' | 'delete-report';
      namespace: string;
      name: string;
      about: string;
      /** How its results come out. */
      outcomes: string[];
    }
  | Fault;

export type Fault =
  | { type: 'cut'; how: 'reset' | 'end' }
  | { type: 'cut-after'; bytes: number; seconds: number }
  | { type: 'refuse' | 'silence' | 'hang'; seconds: number }
  | { type: 'delay'; milliseconds: number; seconds: number }
  | { type: 'restart'; how: 'stop' | 'kill' }
  | { type: 'compact' | 'rotate-token' }
  | { type: 'remove-definition' | 'install-definition' }
  | { type: 'forbid' | 'allow' };

const CHANGES = {
  'make-namespace': 1,
  'delete-namespace': 1,
  'make-deployment': 12,
  'change-deployment': 18,
  'delete-deployment': 8,
  'make-pod': 8,
  'delete-pod': 6,
  'make-policy': 5,
  'delete-policy': 3,
  'write-report': 30,
  'delete-report': 8,
};

const FAULTS: Record<Fault['type'], number> = {
  cut: 6,
  'cut-after': 3,
  refuse: 2,
  silence: 1,
  hang: 2,
  delay: 3,
  restart: 1,
  compact: 3,
  'rotate-token': 2,
  'remove-definition': 1,
  'install-definition': 0,
  forbid: 1,
  allow: 0,
};

/** One in so many operations is a fault. */
const FAULT_EVERY = 25;
const NAMESPACES = { minimum: 2, maximum: 6 };
/** Of each kind in each namespace. */
const OBJECTS = 25;
const OUTCOMES = ['pass', 'fail', 'warn', 'error', 'skip'];

/** What was made and not deleted. */
interface Namespace {
  deployments: Set<string>;
  pods: Set<string>;
  policies: Set<string>;
  reports: Set<string>;
}

/** Never ends. */
export function* operations(seed: number): Generator<Operation> {
  const random = new Random(seed);
  const namespaces = new Map<string, Namespace>();
  let number = 0;
  let defined = true;
  let allowed = true;
  for (;;) {
    number += 1;
    if (number % FAULT_EVERY === 0) {
      yield nextFault();
    } else {
      const change = nextChange();
      if (change) {
        yield change;
      }
    }
  }

  function nextFault(): Fault {
    // What was taken away comes back before something else is.
    if (!defined) {
      defined = true;
      return { type: 'install-definition' };
    }
    if (!allowed) {
      allowed = true;
      return { type: 'allow' };
    }
    const type = random.weighted(FAULTS);
    switch (type) {
      case 'cut':
        return { type, how: random.pick(['reset', 'end']) };
      case 'cut-after':
        return {
          type,
          bytes: 500 + random.below(20_000),
          seconds: 1 + random.below(4),
        };
      case 'refuse':
      case 'hang':
      case 'silence':
        return { type, seconds: 1 + random.below(10) };
      case 'delay':
        return {
          type,
          milliseconds: 20 + random.below(200),
          seconds: 1 + random.below(8),
        };
      case 'restart':
        return { type, how: random.pick(['stop', 'kill']) };
      case 'remove-definition':
        defined = false;
        return { type };
      case 'forbid':
        allowed = false;
        return { type };
      case 'install-definition':
      case 'allow':
      case 'compact':
      case 'rotate-token':
      default:
        return { type };
    }
  }

  /** `undefined` where there is nothing to do it with. */
  function nextChange(): Operation | undefined {
    const type = random.weighted(CHANGES);
    if (type === 'make-namespace' || namespaces.size < NAMESPACES.minimum) {
      if (namespaces.size >= NAMESPACES.maximum) {
        return undefined;
      }
      const namespace = `soak-${number}`;
      namespaces.set(namespace, {
        deployments: new Set(),
        pods: new Set(),
        policies: new Set(),
        reports: new Set(),
      });
      return { type: 'make-namespace', namespace };
    }
    const namespace = random.pick([...namespaces.keys()]);
    const content = namespaces.get(namespace)!;
    switch (type) {
      case 'delete-namespace':
        if (namespaces.size <= NAMESPACES.minimum) {
          return undefined;
        }
        namespaces.delete(namespace);
        return { type, namespace };
      case 'write-report': {
        const name = random.pick([
          ...content.reports,
          `report-${content.reports.size < OBJECTS ? number : 0}`,
        ]);
        content.reports.add(name);
        return {
          type,
          namespace,
          name,
          about: random.pick([...content.deployments, 'nobody']),
          outcomes: Array.from({ length: random.below(12) }, () =>
            random.pick(OUTCOMES),
          ),
        };
      }
      case 'delete-report': {
        const name = take(content.reports);
        return name === undefined
          ? undefined
          : { type, namespace, name, about: '', outcomes: [] };
      }
      case 'change-deployment':
        return content.deployments.size === 0
          ? undefined
          : {
              type,
              namespace,
              name: random.pick([...content.deployments]),
              number,
            };
      default: {
        const [verb, kind] = type.split('-');
        const of = {
          deployment: content.deployments,
          pod: content.pods,
          policy: content.policies,
        }[kind as 'deployment' | 'pod' | 'policy'];
        const name = verb === 'make' ? `${kind}-${number}` : take(of);
        if (name === undefined || (verb === 'make' && of.size >= OBJECTS)) {
          return undefined;
        }
        if (verb === 'make') {
          of.add(name);
        }
        return { type, namespace, name, number };
      }
    }
  }

  function take(names: Set<string>): string | undefined {
    if (names.size === 0) {
      return undefined;
    }
    const name = random.pick([...names]);
    names.delete(name);
    return name;
  }
}
