/** Which part of a list is shown: kept in the address, so that a link is a saved view. */
import { Button } from 'antd';
import { useSearchParams } from 'react-router';
import { useWords } from '../../words/language.js';
import { howMany } from '../../words/how-many.js';
import { adminTexts } from './texts.js';

interface FiltersProps {
  readonly label: string;
  /** Of the parameter in the address. */
  readonly name: string;
  readonly chosen: string;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly count?: number | undefined }[];
}

export function Filters({ label, name, chosen, choices }: FiltersProps) {
  const [, setAddress] = useSearchParams();
  const choose = (value: string) =>
    setAddress((before) => {
      const next = new URLSearchParams(before);
      next.delete('after');
      if (value === '') next.delete(name);
      else next.set(name, value);
      return next;
    });
  return (
    <div className="admin-filters" role="group" aria-label={label}>
      {choices.map(({ value, label: words, count }) => (
        <button
          key={value}
          type="button"
          className="admin-filter"
          aria-pressed={value === chosen}
          onClick={() => choose(value)}
        >
          {words} {count !== undefined && <span className="tab-count">{howMany(count)}</span>}
        </button>
      ))}
    </div>
  );
}

export function Pages({ next }: { readonly next: string | null }) {
  const { t } = useWords(adminTexts);
  const [address, setAddress] = useSearchParams();
  const go = (after: string | undefined) =>
    setAddress((before) => {
      const params = new URLSearchParams(before);
      if (after === undefined) params.delete('after');
      else params.set('after', after);
      return params;
    });
  if (next === null && !address.has('after')) return null;
  return (
    <p className="admin-acts">
      {address.has('after') && <Button onClick={() => go(undefined)}>{t('firstPage')}</Button>}
      {next !== null && <Button onClick={() => go(next)}>{t('nextPage')}</Button>}
    </p>
  );
}
