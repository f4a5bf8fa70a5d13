/**
 * Slack's limits on what we send, in UTF-16 units where they are lengths: never more than Slack's own characters.
 * Sources: docs.slack.dev reference pages of blocks, block elements and views.
 */
export const limits = Object.freeze({
  /** Ours, not Slack's: a card must not fill the screen. */
  cardBlocks: 8,
  messageBlocks: 50,
  viewBlocks: 100,
  /** chat.update refuses more, chat.postMessage would cut far later. */
  text: 4_000,
  /** All blocks of a message together: Slack refuses around 13,200. */
  blocksJson: 12_000,
  textObject: 3_000,
  header: 150,
  sectionField: 2_000,
  contextElements: 10,
  blockId: 255,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2_000,
  url: 3_000,
  overflowOptions: 5,
  selectOptions: 100,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  viewTitle: 24,
  privateMetadata: 3_000,
  viewJson: 250_000,
  inputLabel: 2_000,
  inputHint: 2_000,
  inputText: 3_000,
  /** Ours: a customer's words on a card, in graphemes and in units. */
  quoteGraphemes: 600,
  quote: 2_000,
  /** Ours: one of the quotes and records of a thread line, of which there may be seven. */
  lineQuote: 800,
  /** Ours: one foreign value (customer, survey, question, segment, person) within a line. */
  value: 120,
  /** Ours: a line of what a form tells before its fields. */
  note: 500,
  segments: 6,
  /** Ours: answers that count no more, below the one that is shown in full. */
  withdrawnLines: 3,
  /** Ours: a value within a command to be pasted. */
  shellWord: 500,
})
