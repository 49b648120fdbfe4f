/** Every setting with what is in force, since when and why, and what is planned. */
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Loaded } from '../../live/loaded.js';
import { useWords } from '../../words/language.js';
import { useDescription } from '../../api/queries.js';
import { dayWords } from '../../words/times.js';
import { settingsQuery, type Setting } from './api.js';
import { Head, PlainTable } from './parts.js';
import { settingWords } from './setting-words.js';
import { adminTexts } from './texts.js';

export function SettingsPage() {
  const { t, say } = useWords(adminTexts);
  const settings = useQuery(settingsQuery);
  return (
    <>
      <Head title={t('pageSettings')} hint={t('settingsHint')} />
      <Loaded of={settings}>
        {({ items, today }) =>
          [...new Set(items.map(({ workflow }) => workflow))].map((workflow) => {
            const some = items.filter((one) => one.workflow === workflow);
            const group = say(some[0]?.group, workflow);
            return (
              <section key={workflow} aria-labelledby={`group-${workflow}`}>
                <h2 id={`group-${workflow}`} className="admin-part">
                  {group}
                </h2>
                <Group label={group} items={some} today={today} />
              </section>
            );
          })
        }
      </Loaded>
    </>
  );
}

interface GroupProps {
  readonly label: string;
  readonly items: readonly Setting[];
  readonly today: string;
}

function Group({ label, items, today }: GroupProps) {
  const { t, say, language } = useWords(adminTexts);
  const { registers } = useDescription();
  const columns = [t('settingName'), t('settingValue'), t('settingSince'), t('settingSource')];
  return (
    <PlainTable label={label} columns={columns}>
      {items.map((one) => {
        const inForce = one.editions.find(({ edition }) => edition === one.edition);
        const planned = one.editions.filter(({ effectiveOn }) => effectiveOn > today);
        const local = one.editions.filter(
          ({ subDistrict, effectiveOn }) => subDistrict !== null && effectiveOn <= today,
        );
        return (
          <tr key={one.name}>
            <th scope="row" data-label={columns[0]}>
              <Link to={`/admin/settings/${encodeURIComponent(one.name)}`}>{say(one.words)}</Link>
            </th>
            <td data-label={columns[1]}>
              <strong>{settingWords(one.name, one.value, t, language)}</strong>
              {local.map((each) => (
                <span key={each.edition} className="admin-more">
                  {t('settingLocal', {
                    place: say(registers['sub-district']?.[each.subDistrict ?? ''], each.subDistrict ?? ''),
                    value: settingWords(one.name, each.value, t, language),
                  })}
                </span>
              ))}
              {planned.map((each) => (
                <span key={each.edition} className="admin-more admin-planned">
                  {t('settingPlanned', {
                    day: dayWords(each.effectiveOn, language),
                    value: settingWords(one.name, each.value, t, language),
                  })}
                </span>
              ))}
            </td>
            <td data-label={columns[2]}>
              {inForce ? dayWords(inForce.effectiveOn, language) : t('nothing')}{' '}
              <span className="muted">{t('edition', { n: one.edition })}</span>
            </td>
            <td data-label={columns[3]}>{inForce?.reason ?? t('nothing')}</td>
          </tr>
        );
      })}
    </PlainTable>
  );
}
