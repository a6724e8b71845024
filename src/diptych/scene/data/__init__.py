"""What trains: assets, placements, samples composed on demand, splits, layouts, perturbations, teachers."""
