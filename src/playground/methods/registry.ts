import { getPermalink, remove, update } from './chat-edit.js'
import { postEphemeral, postMessage } from './chat-post.js'
import { info, list, members, openConversation } from './conversations.js'
import { history, replies } from './history.js'
import { authTest, openConnection, userInfo } from './identity.js'
import type { Method } from './method.js'
import { open, publish, push, updateView } from './views.js'

const all: Method[] = [
  authTest,
  openConnection,
  userInfo,
  postMessage,
  postEphemeral,
  update,
  remove,
  getPermalink,
  open,
  push,
  updateView,
  publish,
  history,
  replies,
  info,
  list,
  members,
  openConversation,
]

/** The Web API methods of the stand-in by name. */
export const methods = new Map(all.map((one) => [one.name, one]))
