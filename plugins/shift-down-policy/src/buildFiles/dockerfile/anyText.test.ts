/** Whatever is in a file, there is an answer, and soon. */
import fc from 'fast-check';
import { evaluateDockerfile } from './evaluateDockerfile';

const PIECES = [
  ...['FROM', 'ARG', 'ENV', 'USER', 'ADD', 'COPY', 'RUN', 'ONBUILD', 'from'],
  ...['# escape=`\n', '# syntax=x\n', '<<EOF', '<<-"A B"', 'EOF', 'AS', 'a'],
  ...[' ', ' ', ' ', '\n', '\n', '\r\n', '\t', '\\\n', '`\n', '\\', '`', '#'],
  ...['"', "'", '$', '${', '}', '$A', '${A:-b}', '${A:+${B}}', '=', '[', ']'],
  ...[':', '@', '/', '--from=', '--mount=type=bind,from=', '--platform=', ','],
  ...['sha256:00', 'latest', 'scratch', 'https://', '\u0000', '\uFEFF', '😀'],
];

const text = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 5 })), {
    maxLength: 60,
  })
  .map(pieces => pieces.join(''));

it('never throws, and says where each fault is', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('', 'FROM a\n'), (rest, start) => {
      const findings = evaluateDockerfile(start + rest, {
        goldenImages: [{ repository: 'a' }],
      });
      expect(findings).toHaveLength(6);
      for (const { result, reason, violations } of findings) {
        expect(result === 'unknown').toBe(
          reason !== '' && result !== 'not-applicable',
        );
        expect(violations.length > 0).toBe(result === 'fail');
        for (const { range } of violations) {
          expect(range.line).toBeGreaterThan(0);
          expect(range.column).toBeGreaterThan(0);
          expect(range.endLine).toBeGreaterThanOrEqual(range.line);
        }
      }
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  ['many stages', 'FROM a AS a\n'.repeat(5_000)],
  ['a long line', `FROM a\nRUN ${'x '.repeat(50_000)}`],
  ['a long here-document', `FROM a\nRUN <<EOF\n${'x y\n'.repeat(10_000)}EOF`],
  ['many variables in a word', `FROM a\nUSER ${'$A'.repeat(50_000)}`],
  ['nested defaults', `FROM ${'${A:-'.repeat(5_000)}`],
  ['many continued lines', `FROM a\nENV ${'A=1 \\\n'.repeat(5_000)}B=2`],
])('takes little time for %s', (_, long) => {
  const started = performance.now();
  evaluateDockerfile(long);
  expect(performance.now() - started).toBeLessThan(5_000);
});
