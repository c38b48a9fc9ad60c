/** The rooms of exceptions, put together: who moves them, tells engines, and looks at the clock. */
import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import type { SignalsService } from '@backstage/plugin-signals-node';
import type {
  ClusterWriter,
  PullRequestProvider,
} from '@shift-down/plugin-shift-down-node';
import type { Knex } from 'knex';
import type { LeaseTimes } from '../collection/leaseTimes';
import type { Clock } from '../database/DatabaseClock';
import { ExceptionClock } from './clock/ExceptionClock';
import type { ExceptionsConfig } from './config';
import { CapabilitiesReader } from './enforcement/CapabilitiesReader';
import { Deliveries } from './enforcement/Deliveries';
import { EnforcementService } from './enforcement/EnforcementService';
import { ExceptionService } from './ExceptionService';
import { ChangeSignal } from './notices/ChangeSignal';
import { NoticeService } from './notices/NoticeService';
import { exceptionRulesOf } from './rules';

/** @internal */
export interface ExceptionsOptions {
  database: Knex;
  clock: Clock;
  config: ExceptionsConfig;
  /** `permission.enabled` of the portal. */
  permissionsEnabled: boolean;
  writers: readonly ClusterWriter[];
  pullRequests: readonly PullRequestProvider[];
  notifications: NotificationService;
  signals: SignalsService;
  auditor: AuditorService;
  leaseTimes: LeaseTimes;
  logger: LoggerService;
  onMarked(): void;
}

/** @internal */
export function createExceptions(options: ExceptionsOptions) {
  const { config, logger, permissionsEnabled, signals } = options;
  const rules = exceptionRulesOf(config, permissionsEnabled);
  const signal = new ChangeSignal(signals, logger).send;
  const deliveries = new Deliveries(options);
  const capabilities = new CapabilitiesReader({ ...options, deliveries });
  const exceptions = new ExceptionService({
    ...options,
    rules,
    capabilities,
    deliveries,
    signal,
  });
  const enforcement = new EnforcementService({
    ...options,
    deliveries,
    onChanged: signal,
  });
  const clock = new ExceptionClock({
    ...options,
    exceptions,
    notices: new NoticeService({ ...options, rules }),
    signal,
  });
  return {
    rules,
    capabilities,
    deliveries,
    exceptions,
    /** Returns at once. */
    start() {
      enforcement.start();
      clock.start();
    },
    async stop() {
      await Promise.all([clock.stop(), enforcement.stop()]);
    },
  };
}
