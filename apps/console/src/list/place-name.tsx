/** What a place is called in which rights are held and cases lie: the district, a sub-district, a neighbourhood after its sub-district. */
import { useCallback } from 'react';
import { useDescription } from '../api/queries.js';
import { useWords } from '../words/language.js';

/** A place that no register names is called as it is written. */
export function usePlaceName(): (place: string) => string {
  const { t, say, language } = useWords();
  const { registers, roles } = useDescription();
  return useCallback(
    (place: string) => {
      if (place === 'district') return t('district');
      const [above = '', code] = place.split('/', 2);
      const words = registers['sub-district']?.[above];
      // A right held in one company, or one repair unit, is held in what has its name from the role.
      if (!words) return code === undefined ? place : `${say(roles[above], above)} ${code}`;
      if (code === undefined) return say(words, place);
      return `${say(words, above)}${language === 'en' ? ', ' : ''}${say(registers['neighbourhood']?.[place], code)}`;
    },
    [t, say, language, registers, roles],
  );
}

export function PlaceName({ place }: { readonly place: string }) {
  return <>{usePlaceName()(place)}</>;
}
