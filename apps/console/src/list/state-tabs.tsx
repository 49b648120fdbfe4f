/** Counts by state, each opening its list. */
import type { Counts, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { howMany } from '../words/how-many.js';
import { hasDeadlines, listTexts } from './texts.js';

interface StateTabsProps {
  readonly workflow: Workflow;
  readonly counts: Counts | undefined;
  readonly state: string;
  readonly onChoose: (state: string) => void;
}

export function StateTabs({ workflow, counts, state, onChoose }: StateTabsProps) {
  const { t, say } = useWords(listTexts);
  /** `open`, `all`, a state, or several of them. */
  const chosen = state.split(',');
  const count = (names: readonly string[]) => names.reduce((sum, name) => sum + (counts?.states[name] ?? 0), 0);
  const open = workflow.states.filter((one) => !one.end).map((one) => one.name);
  const all = workflow.states.map((one) => one.name);
  const tabs = [
    // Where nothing ever ends, everything is what there is now.
    ...(open.length < all.length
      ? [{ name: 'open', label: t(hasDeadlines(workflow) ? 'open' : 'notEnded'), n: count(open) }]
      : []),
    ...[...workflow.states]
      .sort((a, b) => Number(a.end) - Number(b.end))
      .filter((one) => count([one.name]) > 0 || chosen.includes(one.name))
      .map((one) => ({ name: one.name, label: say(one.words, one.name), n: count([one.name]) })),
    { name: 'all', label: t('all'), n: count(all) },
  ];
  return (
    <nav className="tabs" aria-label={t('state')}>
      {tabs.map(({ name, label, n }) => (
        <button
          key={name}
          type="button"
          className={`tab${chosen.includes(name) ? ' tab-on' : ''}`}
          aria-current={chosen.includes(name) ? 'true' : undefined}
          onClick={() => onChoose(name)}
        >
          {label} <span className="tab-count">{counts ? howMany(n) : ''}</span>
        </button>
      ))}
    </nav>
  );
}
