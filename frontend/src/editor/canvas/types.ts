import { ContainerNode } from "./ContainerNode"
import { GroupNode } from "./GroupNode"
import { LinkEdge } from "./LinkEdge"
import { NoteNode } from "./NoteNode"
import { StepNode } from "./StepNode"

// Constants of the module: new objects would make React Flow mount every node again.
export const nodeTypes = { step: StepNode, container: ContainerNode, note: NoteNode, frame: GroupNode }
export const edgeTypes = { link: LinkEdge }
