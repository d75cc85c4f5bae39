// SPDX-License-Identifier: GPL-2.0-or-later
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, ToggleButton, Tooltip, TooltipTrigger } from 'react-aria-components';
import { plural } from '@lingui/core/macro';
import type { Message, Reaction } from '@alloquy/state/model.std';
import { useActions, useApp } from '@alloquy/ui/app_context.dom';
import { Icon } from '@alloquy/ui/icons/icon.dom';
import { useChat } from '@alloquy/features/shared/chat_context.dom';

export function Reactions({ message }: { readonly message: Message }) {
  const { t } = useLingui();
  const actions = useActions();
  const chat = useChat();
  if (message.reactions.length === 0) return null;
  return (
    <div className="reactions" role="group" aria-label={t`Reactions`}>
      {message.reactions.map((reaction) => (
        <ReactionChip key={reaction.value} reaction={reaction} onToggle={(on) => actions.react(message.roomId, message.id, reaction.value, on)} />
      ))}
      <Button
        className="reaction reaction-add"
        aria-label={t`Add a reaction`}
        onPress={(event) => chat.pickEmoji(event.target, (emoji) => actions.react(message.roomId, message.id, emoji, !message.reactions.some((reaction) => reaction.value === emoji && reaction.mine)))}
      >
        <Icon name="smilePlus" size={16} />
      </Button>
    </div>
  );
}

function ReactionChip({ reaction, onToggle }: { readonly reaction: Reaction; readonly onToggle: (on: boolean) => void }) {
  const { t } = useLingui();
  const { value, count } = reaction;
  const people = plural(count, { one: '# person', other: '# people' });
  return (
    <TooltipTrigger delay={400}>
      <ToggleButton className="reaction" isSelected={reaction.mine} onChange={onToggle} aria-label={t`${value}, ${people}`}>
        <span className="reaction-value">{shortValue(value)}</span>
        <span className="reaction-count">{count}</span>
      </ToggleButton>
      <Tooltip className="tooltip" offset={6}>
        <ReactionPeople reaction={reaction} />
      </Tooltip>
    </TooltipTrigger>
  );
}

// People on IRC may react with any text.
function shortValue(value: string): string {
  const characters = [...value];
  return characters.length <= 16 ? value : `${characters.slice(0, 15).join('')}…`;
}

function ReactionPeople({ reaction }: { readonly reaction: Reaction }) {
  const names = useApp((state) => {
    const wanted = new Set(reaction.accountIds.slice(0, 50));
    const found: string[] = [];
    for (const person of Object.values(state.people)) if (person.id !== null && wanted.has(person.id)) found.push(person.displayName || person.username);
    return found.slice(0, 12).join(', ');
  });
  const known = names === '' ? 0 : names.split(', ').length;
  const others = reaction.count - known;
  const { value } = reaction;
  if (known === 0) return <Plural value={reaction.count} one={`# person reacted with ${value}`} other={`# people reacted with ${value}`} />;
  return (
    <span>
      <bdi>{names}</bdi> {others > 0 && <Plural value={others} one="and # other" other="and # others" />} <Trans>reacted with {value}</Trans>
    </span>
  );
}
