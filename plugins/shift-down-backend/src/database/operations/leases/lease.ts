import { ConflictError } from '@backstage/errors';

/**
 * The right to write, as one holder has it for one term. Every taking begins a new
 * term, so that a writer can be told from its successors and from its former self.
 * @internal
 */
export interface Lease {
  name: string;
  holder: string;
  term: number;
}

/** Another has taken over: nothing was written, and nothing will be. @internal */
export class LeaseLostError extends ConflictError {
  constructor(lease: Pick<Lease, 'name'>) {
    super(
      `Another replica has taken over '${lease.name}'; nothing was written`,
    );
  }
}
