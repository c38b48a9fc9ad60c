/** A Pod, or what a controller makes Pods of, opened for the checks. */
import type { KubernetesObject } from '../evaluation';
import { Doubts, FieldReader } from './FieldReader';
import { podTemplateOf } from './podSpecs';
import { inWords } from './words';

/** A container of any sort. */
export interface Container {
  name: string;
  fields: FieldReader;
}

/** What checks see. Reading it leaves doubts, which are taken after each check. */
export class Pod {
  private containersFound: readonly Container[] | undefined;
  /** A doubt about the containers as such: every check that reads them has it. */
  private containersDoubt: string | undefined;

  private constructor(
    readonly doubts: Doubts,
    readonly spec: FieldReader,
    private readonly template: FieldReader,
    /** False for what only has a template of Pods. */
    readonly isPod: boolean,
    /** Minor version of the API server that is asked. */
    readonly serverMinorVersion: number,
  ) {}

  /** Opens an object. A text says why there is no Pod in it to check. */
  static open(
    object: KubernetesObject,
    serverMinorVersion: number,
  ): Pod | string {
    const found = podTemplateOf(object);
    const doubts = new Doubts();
    const template =
      found &&
      new FieldReader(doubts, found.template, undefined, '', found.path);
    const spec = template?.object('spec');
    return template && spec
      ? new Pod(
          doubts,
          spec,
          template,
          found.path.length === 0,
          serverMinorVersion,
        )
      : doubts.take() ??
          'the object has no Pod specification: an API server refuses it';
  }

  /** Of init containers first, then containers, then ephemeral ones. */
  get containers(): readonly Container[] {
    if (!this.containersFound) {
      const earlier = this.doubts.take();
      this.containersFound = [
        ...this.containersIn('initContainers'),
        ...this.containersIn('containers'),
        ...this.containersIn('ephemeralContainers'),
      ];
      if (!this.spec.objects('containers').length) {
        this.doubts.add(
          `${inWords(
            this.spec.path('containers'),
          )} is empty: an API server refuses the object`,
        );
      }
      this.containersDoubt = this.doubts.take();
      if (earlier) {
        this.doubts.add(earlier);
      }
    }
    if (this.containersDoubt) {
      this.doubts.add(this.containersDoubt);
    }
    return this.containersFound;
  }

  get securityContext(): FieldReader | undefined {
    return this.spec.object('securityContext');
  }

  get annotations(): FieldReader | undefined {
    return this.template.object('metadata')?.object('annotations');
  }

  /** Windows has none of the settings that some checks ask for. */
  get isForWindows(): boolean {
    return this.spec.object('os')?.text('name') === 'windows';
  }

  /** Users of the Pod are not those of its node. */
  get hasUserNamespace(): boolean {
    return this.spec.boolean('hostUsers') === false;
  }

  private containersIn(list: string): Container[] {
    return this.spec
      .objects(list)
      .map(fields => ({ name: fields.text('name'), fields }));
  }
}
