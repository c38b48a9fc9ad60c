/*
 * Sockets that go only where they may. A name is resolved once, its addresses are
 * judged, and one of those very addresses is connected to.
 */
import { lookup as resolveName } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, type Dispatcher } from 'undici';
import { ProblemError } from '../problem';
import type { AddressRules } from './AddressRules';

/** @internal */
export interface AgentOptions {
  addresses: AddressRules;
  connections: number;
  connectTimeoutMilliseconds: number;
  /** PEM, instead of the authorities that Node trusts. */
  ca?: string;
  /** For tests: how names are resolved. */
  resolve?: typeof resolveName;
}

/** @internal */
export function createAgent(options: AgentOptions): Dispatcher {
  const { addresses, resolve = resolveName } = options;
  const connectorFor = (listedOnly: boolean) =>
    buildConnector({
      allowH2: false,
      autoSelectFamily: true,
      timeout: options.connectTimeoutMilliseconds,
      lookup: guardedLookup(addresses, listedOnly, resolve),
      ...(options.ca !== undefined && { ca: options.ca }),
    });
  const encrypted = connectorFor(false);
  const plain = connectorFor(true);
  return new Agent({
    allowH2: false,
    connections: options.connections,
    pipelining: 1,
    connect: (target, callback) => {
      const listedOnly = target.protocol !== 'https:';
      const name = target.hostname.replace(/^\[|\]$/g, '');
      // A literal address is never looked up.
      const refusal = isIP(name)
        ? addresses.refusal(name, { listedOnly })
        : undefined;
      if (refusal !== undefined) {
        callback(refused(refusal), null);
        return;
      }
      (listedOnly ? plain : encrypted)(target, callback);
    },
  });
}

function guardedLookup(
  addresses: AddressRules,
  listedOnly: boolean,
  resolve: typeof resolveName,
): LookupFunction {
  return (name, options, callback) => {
    resolve(name, { family: options.family, all: true }, (error, found) => {
      if (error) {
        callback(error, '', 0);
        return;
      }
      const refusals = found.map(it =>
        addresses.refusal(it.address, { listedOnly }),
      );
      const allowed = found.filter((_, index) => refusals[index] === undefined);
      if (allowed.length === 0) {
        callback(
          refused(`${name} resolves to nothing but ${refusals.join(', ')}`),
          '',
          0,
        );
      } else if (options.all) {
        callback(null, allowed);
      } else {
        callback(null, allowed[0].address, allowed[0].family);
      }
    });
  };
}

function refused(why: string): ProblemError {
  return new ProblemError('refused', why);
}
