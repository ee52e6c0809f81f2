import { ContainerNode } from "./ContainerNode"
import { LinkEdge } from "./LinkEdge"
import { StepNode } from "./StepNode"

// Constants of the module: new objects would make React Flow mount every node again.
export const nodeTypes = { step: StepNode, container: ContainerNode }
export const edgeTypes = { link: LinkEdge }
