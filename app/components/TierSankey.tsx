import { Layer, Sankey } from 'recharts';

/** A tier on one of the two days. */
export interface FlowNode {
  /** Class of its colours (tier-...). */
  tier: string;
  name: string;
  customers: number;
  side: 'from' | 'to';
}

export interface FlowLink {
  /** Places among the nodes. */
  source: number;
  target: number;
  value: number;
  title: string;
}

interface TierSankeyProps {
  /** Pixels. */
  width: number;
  height: number;
  nodes: readonly FlowNode[];
  links: readonly FlowLink[];
  number: (value: number) => string;
}

const NODE_WIDTH = 10;
const NODE_GAP = 16;
/** Room for the names beside the nodes: what a long one needs, or a part of a narrow place. */
const MOST_ROOM = 160;
const ROOM_SHARE = 0.36;
/** Letters are about so wide, in parts of their size. */
const LETTER = 0.6;

/** Those of the one day on the left, of the other on the right, in the order that tiers are shown; links as wide as they have customers. */
export function TierSankey({ width, height, nodes, links, number }: TierSankeyProps) {
  const room = Math.min(MOST_ROOM, Math.floor(width * ROOM_SHARE));
  return (
    <Sankey
      width={width}
      height={height}
      margin={{ top: 10, bottom: 10, left: room, right: room }}
      data={{ nodes: nodes.map((node) => ({ ...node })), links: links.map((link) => ({ ...link })) }}
      nodeWidth={NODE_WIDTH}
      nodePadding={NODE_GAP}
      sort={false}
      iterations={0}
      verticalAlign="top"
      node={({ x, y, width: wide, height: high, payload }) => <Node x={x} y={y} width={wide} height={high} node={payload as unknown as FlowNode} number={number} room={room} />}
      link={({ sourceX, targetX, sourceY, targetY, sourceControlX, targetControlX, linkWidth, payload }) => {
        const { source, title } = payload as unknown as { source: FlowNode; title: string };
        return (
          <path
            className={`rg-flow-link ${source.tier}`}
            d={`M${sourceX},${sourceY} C${sourceControlX},${sourceY} ${targetControlX},${targetY} ${targetX},${targetY}`}
            strokeWidth={Math.max(1, linkWidth)}
            fill="none"
          >
            <title>{title}</title>
          </path>
        );
      }}
    />
  );
}

interface NodeProps {
  x: number;
  y: number;
  width: number;
  height: number;
  node: FlowNode;
  number: (value: number) => string;
  room: number;
}

function Node({ x, y, width, height, node, number, room }: NodeProps) {
  const left = node.side === 'from';
  const at = left ? x - 6 : x + width + 6;
  // A name that would not fit beside its node is written smaller, then narrower, and never cut.
  const letters = `${node.name} ${number(node.customers)}`.length;
  const free = room - 8;
  const size = Math.max(10, Math.min(12, free / (letters * LETTER)));
  const pressed = letters * size * LETTER > free ? { textLength: free, lengthAdjust: 'spacingAndGlyphs' } : {};
  return (
    <Layer>
      <rect className={`rg-flow-node ${node.tier}`} x={x} y={y} width={width} height={Math.max(1, height)} />
      <text x={at} y={y + height / 2} dy="0.35em" textAnchor={left ? 'end' : 'start'} fontSize={size} fill="#303030" {...pressed}>
        {node.name} <tspan fontWeight={650}>{number(node.customers)}</tspan>
      </text>
    </Layer>
  );
}
