/** What stands in the place of rows: while they come, and where there are none. */
import { Button } from 'antd';
import { Link } from 'react-router';
import type { Command, Workflow } from '../api/types.js';
import { useWords } from '../words/language.js';
import { countUnit, listTexts } from './texts.js';

const SKELETON_ROWS = 12;

export function RowsComing({ rowHeight }: { readonly rowHeight: number }) {
  const { t } = useWords(listTexts);
  return (
    <div className="rows rows-coming" role="status" aria-label={t('loading')}>
      {Array.from({ length: SKELETON_ROWS }, (_, index) => (
        <div key={index} className="row row-awaited" style={{ height: rowHeight, top: index * rowHeight }}>
          <i />
        </div>
      ))}
    </div>
  );
}

interface NoRowsProps {
  readonly workflow: Workflow;
  readonly creating: Command | undefined;
  /** Conditions or words narrow the list. */
  readonly narrowed: boolean;
  /** Fitting cases in other states. */
  readonly elsewhere: number;
  readonly onClear: () => void;
  readonly onAll: () => void;
}

export function NoRows({ workflow, creating, narrowed, elsewhere, onClear, onAll }: NoRowsProps) {
  const { t, say } = useWords(listTexts);
  if (elsewhere > 0)
    return (
      <div className="empty">
        <p className="empty-title">{t('otherTabs', { n: elsewhere, unit: t(countUnit(workflow, elsewhere)) })}</p>
        <Button onClick={onAll}>{t('showAll')}</Button>
      </div>
    );
  if (narrowed)
    return (
      <div className="empty">
        <p className="empty-title">{t('emptyFilter')}</p>
        <p className="muted">{t('emptyFilterHint')}</p>
        <Button onClick={onClear}>{t('clearFilter')}</Button>
      </div>
    );
  return (
    <div className="empty">
      <p className="empty-title">{t('firstUse', { what: say(workflow.words.many) })}</p>
      <p className="muted">{t('firstUseHint')}</p>
      {creating && (
        <Link to={`/${workflow.path}/new`}>
          <Button type="primary" tabIndex={-1}>
            {say(creating.words)}
          </Button>
        </Link>
      )}
    </div>
  );
}
