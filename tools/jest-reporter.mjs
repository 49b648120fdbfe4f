/**
 * What `npm test` shows of jest: one line a spec file, the whole message of what failed, and the counts. All of it goes
 * to the parent process as messages, so that whatever jest writes besides was printed by a test.
 *
 * A spec that prints has failed, and so has a skipped test: output hides failures, and a skipped test promises what
 * nobody examines. What an adapter cannot do by its nature says so in its name, and is shown: `… (not here: <reason>)`.
 */
import { relative } from 'node:path';

export default class Reporter {
  #root;
  #extraFailures = 0;
  #chosenByName;

  constructor(globalConfig) {
    this.#root = globalConfig.rootDir;
    // Tests left out by a pattern for names on the command line are counted as pending by jest, and are no fault.
    this.#chosenByName = Boolean(globalConfig.testNamePattern);
  }

  onTestResult(test, result) {
    const faults = [];
    if (result.failureMessage) faults.push(result.failureMessage.trimEnd());
    if (result.console?.length > 0) {
      this.#extraFailures += 1;
      faults.push(
        `  It prints: ${result.console
          .map((entry) => entry.message)
          .join('\n')
          .slice(0, 2_000)}`,
      );
    }
    const skipped = result.testResults
      .filter(({ status }) => status === 'pending' || status === 'todo')
      .map(({ fullName }) => fullName);
    const excused = skipped.filter((name) => name.includes('(not here: '));
    const faulty = this.#chosenByName ? [] : skipped.filter((name) => !excused.includes(name));
    this.#extraFailures += faulty.length;
    faults.push(...faulty.map((name) => `  Skipped: ${name}`));
    const took = ((result.perfStats.end - result.perfStats.start) / 1000).toFixed(1);
    const name = relative(this.#root, test.path);
    const count = `${result.numPassingTests + result.numFailingTests} tests`;
    const lines = [`      ${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}  ${count}  ${took} s`];
    lines.push(...excused.map((each) => `           ${each}`), ...faults);
    process.send?.({ text: `${lines.join('\n')}\n` });
  }

  onRunComplete(_contexts, results) {
    process.send?.({
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites + this.#extraFailures,
      files: results.numTotalTestSuites,
    });
  }

  /** Makes jest's own exit code tell of what only this reporter noticed. */
  getLastError() {
    return this.#extraFailures > 0 ? new Error('A spec prints or skips.') : undefined;
  }
}
