/** The second step: what would come of it, the paper to be signed, and the one button that does it. */
import { PrinterOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import type { Row, Workflow } from '../../api/types.js';
import { whyOf, type BulkResults } from '../../list/bulk-results.js';
import { useWords } from '../../words/language.js';
import { CaseWords } from './choose.js';
import { handOverTexts } from './texts.js';

interface CheckProps {
  readonly workflow: Workflow;
  readonly cases: readonly Row[];
  readonly results: BulkResults;
  /** Names by id. */
  readonly nameOf: (id: string) => string;
  readonly receivers: ReadonlyMap<string, string>;
  readonly sending: boolean;
  /** How many have been answered while it is being done. */
  readonly done: number;
  readonly lost: boolean;
  readonly onBack: () => void;
  readonly onConfirm: () => void;
}

export function Check(props: CheckProps) {
  const { workflow, cases, results, nameOf, receivers, sending, done, lost, onBack, onConfirm } = props;
  const { t } = useWords(handOverTexts);
  const ok = cases.filter((row) => results.get(row.id)?.kind === 'done').length;
  const no = cases.length - ok;
  return (
    <section className="panel">
      <p className="hand-over-sum" role="status">
        {no === 0 ? t('allFine', { n: ok }) : t('someNot', { ok, no })}
      </p>
      <p className="muted">{t('printFirst')}</p>
      <CaseResults
        workflow={workflow}
        cases={cases}
        results={results}
        receivers={receivers}
        nameOf={nameOf}
        fine={t('fine')}
      />
      {lost && <Alert type="warning" showIcon title={t('lost')} />}
      {sending && (
        <p className="hand-over-running">
          <progress max={ok} value={done} aria-label={t('running', { done, total: ok })} />{' '}
          {t('running', { done, total: ok })}
        </p>
      )}
      <div className="form-actions">
        <Button icon={<PrinterOutlined />} onClick={() => window.print()} disabled={ok === 0}>
          {t('print')}
        </Button>
        <Button type="primary" onClick={onConfirm} loading={sending} disabled={ok === 0}>
          {t('confirm', { n: ok })}
        </Button>
        <Button onClick={onBack} disabled={sending || lost}>
          {t('backToChoice')}
        </Button>
      </div>
    </section>
  );
}

interface CaseResultsProps {
  readonly workflow: Workflow;
  readonly cases: readonly Row[];
  readonly results: BulkResults;
  readonly receivers: ReadonlyMap<string, string>;
  readonly nameOf: (id: string) => string;
  readonly fine: string;
}

/** Each case with its receiver and what came of it. */
export function CaseResults({ workflow, cases, results, receivers, nameOf, fine }: CaseResultsProps) {
  const { t } = useWords(handOverTexts);
  return (
    <ul className="hand-over-cases">
      {cases.map((row) => {
        const result = results.get(row.id);
        return (
          <li key={row.id} className="hand-over-case hand-over-result" data-id={row.id}>
            <CaseWords workflow={workflow} row={row} />
            <span>→ {nameOf(receivers.get(row.id) ?? '')}</span>
            <span className={whyOf(result) === undefined ? 'hand-over-ok' : 'hand-over-no'}>
              {whyOf(result) ?? (result ? fine : t('nothing'))}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
