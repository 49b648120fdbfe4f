/** What can be done with the rows that are chosen. */
import { Button } from 'antd';
import { useState } from 'react';
import { mayTake } from '../actions/steps.js';
import type { Command, Person, Row, Workflow } from '../api/types.js';
import { begunWith } from '../form/known.js';
import { useWords } from '../words/language.js';
import { BulkDialog } from './bulk-dialog.js';
import { BULK_MAX } from './bulk-run.js';
import { listTexts, countUnit } from './texts.js';
import type { Selection } from './use-selection.js';

/** Steps that this person may take for many cases at once. */
export function bulkSteps(workflow: Workflow, me: Person): readonly Command[] {
  return workflow.commands.filter((command) => command.bulkRoute !== undefined && mayTake(command, me));
}

interface BulkBarProps {
  readonly workflow: Workflow;
  readonly me: Person;
  readonly selection: Selection;
  readonly rows: readonly Row[];
  readonly total: number;
  /** The list is being read to its end. */
  readonly choosing: { readonly done: number; readonly total: number } | undefined;
  readonly onChooseAll: () => void;
  readonly collect: (signal: AbortSignal, told: (done: number, total: number) => void) => Promise<readonly Row[]>;
}

export function BulkBar({ workflow, me, selection, rows, total, choosing, onChooseAll, collect }: BulkBarProps) {
  const { t, say } = useWords(listTexts);
  const [begun, setBegun] = useState<Command>();
  const unit = (n: number): string => t(countUnit(workflow, n));
  const selected = t('selected', { n: selection.count, unit: unit(selection.count) });
  if (selection.count === 0 && choosing === undefined && begun === undefined) return null;
  const chosen = rows.filter(({ id }) => selection.has(id));
  const tooMany = selection.count > BULK_MAX;
  return (
    <div className="bulk-bar" role="region" aria-label={selected}>
      <strong aria-live="polite">{selected}</strong>
      {choosing
        ? t('bulkCollecting', choosing)
        : selection.count < total &&
          total <= BULK_MAX && (
            <Button type="link" className="link-plain" onClick={onChooseAll}>
              {t('selectAll', { n: total, unit: unit(total) })}
            </Button>
          )}
      {bulkSteps(workflow, me).map((command) => (
        <Button key={command.name} disabled={tooMany || choosing !== undefined} onClick={() => setBegun(command)}>
          {say(command.words, command.name)}
        </Button>
      ))}
      {tooMany && <span className="muted">{t('bulkTooMany', { max: BULK_MAX })}</span>}
      <Button type="text" onClick={selection.none}>
        {t('selectNone')}
      </Button>
      {begun && (
        <BulkDialog
          workflow={workflow}
          command={begun}
          me={me}
          count={selection.count}
          initial={chosen.length === selection.count ? begunWith(begun, chosen) : {}}
          collect={collect}
          onDone={selection.drop}
          onClose={() => setBegun(undefined)}
        />
      )}
    </div>
  );
}
