/** The few names that apps write as :name:; all others stay as written. */
const known: Record<string, string> = {
  white_check_mark: '✅',
  heavy_check_mark: '✔️',
  x: '❌',
  warning: '⚠️',
  wave: '👋',
  tada: '🎉',
  fire: '🔥',
  eyes: '👀',
  bell: '🔔',
  house: '🏠',
  red_circle: '🔴',
  large_orange_circle: '🟠',
  large_yellow_circle: '🟡',
  large_green_circle: '🟢',
  hourglass_flowing_sand: '⏳',
  zzz: '💤',
  rotating_light: '🚨',
  speech_balloon: '💬',
  bar_chart: '📊',
  star: '⭐',
  thumbsup: '👍',
  '+1': '👍',
  slightly_smiling_face: '🙂',
}

export function emojiNamed(name: string): string {
  return known[name] ?? `:${name}:`
}

export function withEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (all, name: string) => known[name] ?? all)
}
