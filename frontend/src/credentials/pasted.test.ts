import { describe, expect, it } from "vitest"
import { readHeaders, readWhole } from "./pasted"

describe("headers that were pasted", () => {
  it("are read line by line, and what is no header is left out", () => {
    expect(readHeaders("X-Sig: sha256=ab\r\n\nnothing\n:odd\nX-Time:  1:2 ")).toEqual([
      ["X-Sig", "sha256=ab"],
      ["X-Time", "1:2"],
    ])
  })
})

describe("a whole request", () => {
  it("is taken apart, its body kept to the last character", () => {
    expect(readWhole("POST /hooks/x?a=1 HTTP/1.1\r\nHost: a.example\r\n\r\n{}\n")).toEqual({
      method: "POST",
      url: "/hooks/x?a=1",
      headers: [["Host", "a.example"]],
      body: "{}\n",
    })
  })

  it("is not seen in headers alone", () => {
    expect(readWhole("X-Sig: ab\n\n{}")).toBeNull()
  })
})
