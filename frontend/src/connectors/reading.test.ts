// @vitest-environment jsdom
import { describe, expect, it } from "vitest"
import { chosen, dropped } from "./reading"

const file = (name: string, text: string, folder = "") => {
  const made = new File([text], name)
  if (folder) Object.defineProperty(made, "webkitRelativePath", { value: `${folder}/${name}` })
  return made
}

describe("what was chosen or dropped, as the server takes it", () => {
  it("hands over the files of a folder with their paths, without what editors and git leave there", async () => {
    const files = [
      file("spec.yml", "é", "my-crm"),
      file("config", "x", "my-crm/.git"),
      file("x.js", "x", "my-crm/node_modules/a"),
    ]
    expect(await chosen(files)).toEqual({ files: [{ path: "my-crm/spec.yml", content: "w6k=" }] })
  })

  it("hands over a zip as it is", async () => {
    expect(await chosen([file("my-crm.zip", "PK")])).toEqual({ archive: "UEs=" })
  })

  it("hands over an empty file as one", async () => {
    expect(await chosen([file("README.md", "", "my-crm")])).toEqual({
      files: [{ path: "my-crm/README.md", content: "" }],
    })
  })

  it("walks a dropped folder to its end, however few at a time the browser tells", async () => {
    const leaf = (name: string) => ({
      name,
      isFile: true,
      file: (give: (file: File) => void) => give(file(name, name)),
    })
    const folder = (name: string, ...inside: unknown[]) => {
      const parts = [...inside.map((one) => [one]), []]
      return {
        name,
        isFile: false,
        createReader: () => ({ readEntries: (give: (part: unknown) => void) => give(parts.shift()) }),
      }
    }
    const top = folder(
      "my-crm",
      leaf("spec.yml"),
      folder("operations", folder("find", leaf("run.js"))),
      folder(".git", leaf("x")),
    )
    const found = await dropped([{ webkitGetAsEntry: () => top }] as unknown as DataTransferItemList)
    expect(found.files?.map(({ path }) => path)).toEqual(["my-crm/spec.yml", "my-crm/operations/find/run.js"])
  })
})
