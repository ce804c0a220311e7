import { Button, ChoiceList, Popover, Box } from '@shopify/polaris';
import { useState } from 'react';

interface FilterChoiceProps<Value extends string> {
  title: string;
  choices: readonly { label: string; value: Value }[];
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** A button that opens a list of choices, of which several may hold. */
export function FilterChoice<Value extends string>({ title, choices, chosen, onChange }: FilterChoiceProps<Value>) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      active={open}
      autofocusTarget="first-node"
      onClose={() => setOpen(false)}
      activator={<Button disclosure={open ? 'up' : 'down'} onClick={() => setOpen(!open)}>{chosen.length === 0 ? title : `${title} (${chosen.length})`}</Button>}
    >
      <Box padding="300">
        <ChoiceList
          title={title}
          allowMultiple
          choices={[...choices]}
          selected={[...chosen]}
          onChange={(selected: string[]) => onChange(choices.map((choice) => choice.value).filter((value) => selected.includes(value)))}
        />
      </Box>
    </Popover>
  );
}
