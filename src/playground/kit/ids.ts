import { isObject, type JsonObject } from '../json.js'
import { elementsOf, everyBlock } from './payload.js'

const interactive = (element: JsonObject): boolean => element['type'] !== 'image'

/** A copy in which every block has a block_id and every usable element an action_id, as Slack fills them in. */
export function withIds<Payload extends JsonObject>(payload: Payload, newId: () => string): Payload {
  const copy = structuredClone(payload)
  for (const { block } of everyBlock(copy['blocks'], '')) {
    if (typeof block['block_id'] !== 'string' || block['block_id'] === '') block['block_id'] = newId()
    for (const element of elementsOf(block).filter(interactive)) {
      if (typeof element['action_id'] !== 'string' || element['action_id'] === '')
        element['action_id'] = newId()
    }
  }
  return copy
}

/** The blocks of a message with their ids. */
export function blocksWithIds(blocks: unknown[], newId: () => string): JsonObject[] {
  return withIds({ blocks: blocks.filter(isObject) }, newId).blocks
}
