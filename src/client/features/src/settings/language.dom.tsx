// SPDX-License-Identifier: GPL-2.0-or-later
import { t } from '@lingui/core/macro';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { RadioChoices } from '@alloquy/ui/components/choices.dom';
import { Section } from './parts.dom';

export interface Languages {
  /** By code: each in its own words. */
  readonly names: Readonly<Record<string, string>>;
  readonly choose: (language: string) => void;
}

export function LanguageSettings({ languages }: { readonly languages: Languages }) {
  const actions = useActions();
  const chosen = useApp((state) => state.preferences.language);
  const choose = (language: string) => {
    actions.setPreferences({ language });
    languages.choose(language);
  };
  const choices = [{ value: '', label: t`As in the browser` }, ...Object.entries(languages.names).map(([value, label]) => ({ value, label }))];
  return (
    <Section lead={t`What others write stays in their language.`}>
      <RadioChoices label={t`Language of this app`} value={chosen} choices={choices} onChange={choose} />
    </Section>
  );
}
