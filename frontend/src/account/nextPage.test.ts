import { expect, it } from "vitest"
import { nextPage } from "./nextPage"

it.each([
  ["?next=%2Frequests%3Fstatus%3Dunrouted", "/requests?status=unrouted", "a page with its filters"],
  ["", "/", "nothing asked"],
  ["?next=%2F%2Fevil.example", "/", "another host without a scheme"],
  ["?next=%2F%5Cevil.example", "/", "a backslash, which browsers read as a slash"],
  ["?next=https%3A%2F%2Fevil.example", "/", "another host"],
])("it never leaves the product: %s -> %s (%s)", (search, expected) => {
  expect(nextPage(search)).toBe(expected)
})
