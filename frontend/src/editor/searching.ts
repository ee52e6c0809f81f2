/** Which components a search finds, the best first: for the palette, the window that adds a step, and Ctrl+K. */
import type { Component } from "../api/types"

/** Past every rank: what was typed is nowhere in it. */
export const MISS = 99

export function searchComponents(components: readonly Component[], search: string): Component[] {
  const wanted = plain(search)
  if (!wanted) return [...components]
  return components
    .map((component) => ({ component, rank: rankOfComponent(component, wanted) }))
    .filter(({ rank }) => rank < MISS)
    .sort((a, b) => a.rank - b.rank)
    .map(({ component }) => component)
}

const plain = (search: string): string => search.trim().toLowerCase().replace(/\s+/g, " ")

/**
 * The title counts most, then a synonym; of either a whole word more than a beginning. A component names first what it is most of
 * all: "filter" is the first synonym of List and the fourth of a branch, so the list comes first.
 */
export function rankOfComponent(component: Component, wanted: string): number {
  const title = component.title.toLowerCase()
  const synonyms = component.synonyms.map((word) => word.toLowerCase())
  if (title === wanted) return 0
  if (title.startsWith(wanted)) return 1
  if (` ${title} `.includes(` ${wanted} `)) return 2
  const whole = synonyms.indexOf(wanted)
  if (whole >= 0) return 3 + share(whole)
  if (beginsAWord(title, wanted)) return 4
  const begun = synonyms.findIndex((phrase) => beginsAWord(phrase, wanted))
  if (begun >= 0) return 5 + share(begun)
  const all = [title, ...synonyms, component.summary.toLowerCase()].join(" ")
  const words = wordsOf(wanted)
  if (words.length > 0 && words.every((word) => beginsAWord(all, word))) return words.length > 1 ? 6 : 7
  // A group is too wide a word to be found by its beginning: "lo" would find all of Logic.
  if (component.group.toLowerCase() === wanted) return 8
  return all.includes(wanted) || component.key.includes(wanted) ? 9 : MISS
}

const share = (place: number): number => Math.min(place, 99) / 100

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean)

export const beginsAWord = (phrase: string, wanted: string): boolean => ` ${phrase}`.includes(` ${wanted}`)
