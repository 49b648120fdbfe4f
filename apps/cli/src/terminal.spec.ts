import { describe, expect, it } from '@jest/globals';
import { Terminal } from './terminal.js';

function heard(options: { json?: boolean; isTTY?: boolean } = {}) {
  const texts = { out: '', err: '' };
  let now = 0;
  const terminal = new Terminal(
    { write: (text) => void (texts.out += text) },
    { write: (text) => void (texts.err += text), isTTY: options.isTTY },
    { json: options.json === true, now: () => now },
  );
  return { terminal, texts, later: (ms: number) => void (now += ms) };
}

describe('the terminal', () => {
  it('keeps results and complaints apart', () => {
    const { terminal, texts } = heard();
    terminal.say('done');
    terminal.give({ done: true });
    terminal.complain('No.');
    expect(texts).toEqual({ out: 'done\n{"done":true}\n', err: 'No.\n' });
  });

  it('tells progress where nobody watches in plain lines, at most one a second', () => {
    const { terminal, texts, later } = heard();
    const steps = terminal.steps('rebuilding');
    steps.at(1, 100);
    later(1_000);
    steps.at(40, 100);
    steps.at(41, 100);
    later(1_000);
    steps.at(90);
    steps.end();
    expect(texts).toEqual({ out: '', err: 'rebuilding 40/100\nrebuilding 90\n' });
  });

  it('is silent about progress for machines, and never puts it among the results', () => {
    for (const isTTY of [true, false]) {
      const { terminal, texts, later } = heard({ json: true, isTTY });
      const steps = terminal.steps('rebuilding');
      later(5_000);
      steps.at(40, 100);
      steps.end();
      expect(texts).toEqual({ out: '', err: '' });
    }
  });
});
