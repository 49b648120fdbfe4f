/** One setting: what is in force, every edition with who, when and why, and a change that is previewed before it is made. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { isFor } from '../../actions/steps.js';
import { useMyself } from '../../api/myself.js';
import { useDescription } from '../../api/queries.js';
import { Reference } from '../../list/reference.js';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { SIGNS } from '../../words/signs.js';
import { dayWords } from '../../words/times.js';
import { settingsQuery, type Setting, type SettingEdition } from './api.js';
import { At, Head, Nothing, PlainTable } from './parts.js';
import { SettingChange } from './setting-change.js';
import { settingWords } from './setting-words.js';
import { adminTexts } from './texts.js';

export function SettingPage() {
  const { t, say, language } = useWords(adminTexts);
  const { name = '' } = useParams();
  const me = useMyself();
  const description = useDescription();
  const settings = useQuery(settingsQuery);
  return (
    <Loaded of={settings}>
      {({ items, today }) => {
        const setting = items.find((one) => one.name === name);
        if (!setting) return <Nothing>{t('notFoundTitle')}</Nothing>;
        const deadlines = setting.deadlines.map((one) => say(one.words, one.name)).join(SIGNS[language].comma);
        return (
          <>
            <Head
              title={say(setting.words)}
              hint={deadlines === '' ? t('settingNoDeadline') : t('settingDeadlines', { names: deadlines })}
            />
            <section className="panel admin-now">
              <p className="admin-value">{settingWords(name, setting.value, t, language)}</p>
              <p className="muted">
                {t('editionNow')} · {t('edition', { n: setting.edition })} · {t('settingRange', { ...setting.range })}
              </p>
            </section>
            {isFor(description, me, 'settings', 'ChangeSetting') && (
              <SettingChange key={`${name} ${setting.revision}`} setting={setting} today={today} person={me.id} />
            )}
            <h2 className="admin-part">{t('settingEditions')}</h2>
            <Editions setting={setting} today={today} />
          </>
        );
      }}
    </Loaded>
  );
}

function Editions({ setting, today }: { readonly setting: Setting; readonly today: string }) {
  const { t, say, language } = useWords(adminTexts);
  const { registers } = useDescription();
  const columns = [
    t('editionValue'),
    t('settingSince'),
    t('editionWhere'),
    t('editionOpen'),
    t('settingSource'),
    t('editionBy'),
  ];
  const stands = ({ edition, effectiveOn }: SettingEdition) =>
    effectiveOn > today ? t('editionPlanned') : edition === setting.edition ? t('editionNow') : t('editionPast');
  return (
    <PlainTable label={t('settingEditions')} columns={columns}>
      {[...setting.editions].reverse().map((one) => (
        <tr key={one.edition}>
          <td data-label={columns[0]}>
            <strong>{settingWords(setting.name, one.value, t, language)}</strong>{' '}
            <span className="muted">{t('edition', { n: one.edition })}</span>
          </td>
          <td data-label={columns[1]}>
            {dayWords(one.effectiveOn, language)}{' '}
            <span className="muted">{one.subDistrict === null || one.effectiveOn > today ? stands(one) : ''}</span>
          </td>
          <td data-label={columns[2]}>
            {one.subDistrict === null
              ? t('everywhere')
              : say(registers['sub-district']?.[one.subDistrict], one.subDistrict)}
          </td>
          <td data-label={columns[3]}>{one.alsoOpen ? t('editionOpenYes') : t('editionOpenNo')}</td>
          <td data-label={columns[4]}>{one.reason}</td>
          <td data-label={columns[5]}>
            <EditedBy by={one.by} kind={one.byKind} /> <At at={one.at} />
          </td>
        </tr>
      ))}
    </PlainTable>
  );
}

export function EditedBy({ by, kind }: { readonly by: string; readonly kind: string }) {
  const { t } = useWords(adminTexts);
  return kind === 'person' ? <Reference to="person" id={by} /> : <>{t('editionBySystem')}</>;
}
