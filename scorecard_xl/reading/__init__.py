"""From grids of cells to measures, results and words: typed rows with every doubt reported."""
