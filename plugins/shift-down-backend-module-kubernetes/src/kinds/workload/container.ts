/** The allow-list of a container, see `podSpec.ts`. */
import { z } from 'zod';
import {
  alike,
  flag,
  harmlessText,
  listOf,
  map,
  number,
  objectWith,
  text,
  textOrNumber,
  withheld,
} from '../forms';
import { identifier } from '../object';
import { sharedValue } from '../shared';
import { id, optional, securityContext, word } from './securityContext';

const quantities = optional(
  z.record(identifier(), z.union([identifier(), z.number()])),
);

/** What probes and lifecycle hooks do. */
const actions = {
  exec: map({ command: withheld }),
  httpGet: map({
    host: harmlessText,
    httpHeaders: withheld,
    path: harmlessText,
    port: textOrNumber,
    scheme: text,
  }),
  tcpSocket: map({ host: harmlessText, port: textOrNumber }),
};

const probe = alike(
  map({
    ...actions,
    failureThreshold: number,
    grpc: map({ port: textOrNumber, service: withheld }),
    initialDelaySeconds: number,
    periodSeconds: number,
    successThreshold: number,
    terminationGracePeriodSeconds: number,
    timeoutSeconds: number,
  }),
);

const hook = map({ ...actions, sleep: map({ seconds: number }) });

const volumeMount = map({
  mountPath: harmlessText,
  mountPropagation: text,
  name: text,
  readOnly: flag,
  recursiveReadOnly: text,
  subPath: harmlessText,
  subPathExpr: withheld,
});

/** @internal */
export const container = objectWith(
  {
    name: identifier(),
    image: identifier(512).optional().default(''),
    ports: optional(
      z.array(
        objectWith(
          { name: word, containerPort: id, hostPort: id, protocol: word },
          { hostIP: withheld },
        ),
      ),
    ).transform(sharedValue),
    resources: optional(
      objectWith(
        { limits: quantities, requests: quantities },
        { claims: withheld },
      ),
    ).transform(sharedValue),
    restartPolicy: word,
    securityContext,
  },
  {
    args: withheld,
    command: withheld,
    env: withheld,
    envFrom: withheld,
    imagePullPolicy: text,
    lifecycle: map({ postStart: hook, preStop: hook, stopSignal: text }),
    livenessProbe: probe,
    readinessProbe: probe,
    resizePolicy: withheld,
    restartPolicyRules: withheld,
    startupProbe: probe,
    stdin: flag,
    stdinOnce: flag,
    targetContainerName: text,
    terminationMessagePath: harmlessText,
    terminationMessagePolicy: text,
    tty: flag,
    volumeDevices: withheld,
    volumeMounts: listOf(alike(volumeMount)),
    workingDir: harmlessText,
  },
);
