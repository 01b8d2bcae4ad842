export {
  type CustomTerrainType,
  difficultyOf,
  generateTerrain,
  type Terrain,
  type TerrainOptions,
  tileCenter,
} from "./generate-terrain.js";
export {
  type Elevation,
  hardest,
  type TerrainType,
  type TileFrame,
  type TileShape,
  tileShapes,
} from "./tile-shapes.js";
