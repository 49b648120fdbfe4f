/** Undoing the last step: which one it is, by whom and when, before anything is asked. */
import { StepForm } from '../form/step-form.js';
import { useWords } from '../words/language.js';
import { SIGNS } from '../words/signs.js';
import { exact } from '../words/times.js';
import { Changes } from './changes.js';
import type { StepPartProps } from './parts.js';
import { lastStep } from './record.js';

export function UndoPart(props: StepPartProps) {
  const { workflow, command, history, persons } = props;
  const { say, language } = useWords();
  const last = lastStep(history);
  const title = say(command.words, command.name);
  return (
    <StepForm
      {...props}
      title={last ? `${title}${SIGNS[language].colon}${say(workflow.events[last.type]?.words, last.type)}` : title}
      body={(fields) => (
        <>
          {last && (
            <div className="undo-what">
              <strong>{last.words.who}</strong> {last.words.what}{' '}
              <time className="muted" dateTime={last.occurredAt}>
                {exact(last.occurredAt, language)}
              </time>
              <Changes workflow={workflow} item={last} history={history} persons={persons} />
            </div>
          )}
          <div className="fields">{fields.field('reason')}</div>
        </>
      )}
    />
  );
}
